import { commandReader } from "../../../src/dispatch/command-policy.ts";
import type { Delivery } from "../../../src/replay/fixture/fixture.ts";
import { messageIdOf } from "../../../src/replay/fixture/said.ts";
import type { Adapter } from "./adapter.ts";
import { requirePeer } from "./installed.ts";

const unknown = "it orders what it is given, and does not look whether that came before";
const inMemory = "it is a middleware in memory: what is left of a process is for its user to keep";

export default {
  id: "grammy",
  name: "sequentialize of @grammyjs/runner",
  heading: "grammY",
  packages: ["@grammyjs/runner"],
  setting:
    "the session key as its constraint, as it advises; none for a stop, which so waits for nothing (the same constraints " +
    "are for Telegram, but it looks at nothing else of an update)",
  documentedAt: "https://grammy.dev/ref/runner/sequentialize",
  shows: "shared-session",
  notItsJob: {
    "same-event": unknown,
    "new-event-id": unknown,
    "new-message-id": unknown,
    "while-it-runs": unknown,
    "hours-later": unknown,
    "after-restart": unknown,
    killed: inMemory,
  },
  async start({ runTurn }) {
    const { sequentialize } = requirePeer("@grammyjs/runner");
    const commandIn = commandReader();
    const middleware = sequentialize(({ dispatch }: Delivery) =>
      commandIn(dispatch.text)?.kind === "bypass" ? undefined : dispatch.sessionKey,
    );
    return {
      receive: (delivery) =>
        middleware(delivery, () => runTurn(delivery.account, [messageIdOf(delivery)])).catch(() => {}),
    };
  },
} satisfies Adapter;
