import { readdirSync } from "node:fs";
import { compileFunction } from "node:vm";
import { commandReader } from "../../../src/dispatch/command-policy.ts";
import { isMessage } from "../../../src/feishu/index.ts";
import type { Adapter } from "./adapter.ts";
import { textOfPeer } from "./installed.ts";

const host = "what has been seen is remembered by the host (openclaw/plugin-sdk), not by the package";
const SOURCE = "@openclaw/feishu/dist/.setup";

/** The queue is not exported: its text is taken out of the bundle, between the marks of its source file. */
function regionOf(name: string): string {
  const files = readdirSync(new URL(`../../../tools/peers/node_modules/${SOURCE}`, import.meta.url));
  for (const file of files) {
    const [, region] = textOfPeer(`${SOURCE}/${file}`).split(`//#region extensions/feishu/src/${name}.ts`);
    if (region) return region.split("//#endregion")[0] ?? "";
  }
  throw new Error(`@openclaw/feishu has no ${name} any more: look at the adapter`);
}

export default {
  id: "openclaw-feishu",
  name: "sequential queue of @openclaw/feishu",
  heading: "claw\nfeishu",
  packages: ["@openclaw/feishu"],
  setting:
    "its queue and its key, as the package has them: by account and chat, with a lane of its own for what means a stop; " +
    "which words do, the host would say: this project's table does here",
  documentedAt: "https://docs.openclaw.ai/channels/feishu",
  shows: "stop",
  notMeasured: {
    "same-event": host,
    "same-text": host,
    "two-bots": host,
    "written-long-ago": host,
    "new-event-id": host,
    "new-message-id": host,
    "while-it-runs": host,
    "hours-later": host,
    "failed-first": host,
    "after-restart": host,
    killed: "what was accepted is kept by the host (openclaw/plugin-sdk), not by the package",
  },
  async start({ runTurn }) {
    const commandIn = commandReader();
    const isAbort = (text: string) => commandIn(text)?.meaning === "stop";
    const isAside = (text: string) => commandIn(text)?.word === "/btw";
    const queue = `${regionOf("sequential-queue")}; return createSequentialQueue;`;
    const createSequentialQueue = compileFunction(queue, ["resolveTimerTimeoutMs"])((ms: number) => ms);
    const key = `${regionOf("sequential-key")}; return getFeishuSequentialKey;`;
    const keyOf = compileFunction(key, ["isAbortRequestText", "isBtwRequestText"])(isAbort, isAside);
    const enqueue = createSequentialQueue({});
    return {
      receive({ account, event, dispatch }) {
        if (!isMessage(event)) return;
        const of = { accountId: account, event: event.event, preparedContent: dispatch.text ?? "" };
        const task = () => runTurn(account, [event.event.message.message_id]).catch(() => {});
        enqueue(keyOf(of), task);
      },
    };
  },
} satisfies Adapter;
