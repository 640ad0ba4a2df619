import { createInterface } from "node:readline";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import { DEMO_APP, EventMaker, type SentMessage, type StandIn, startStandIn } from "../../stand-in/index.ts";
import { visible, visibleLines } from "../../text/visible.ts";
import { complain } from "../exit.ts";
import { runUntilStopped } from "../run-until-stopped.ts";

/** What `stand-in` is told. */
export interface StandInFlags {
  readonly port: number;
}

/**
 * Runs a stand-in until it is stopped: lines of stdin are messages to the bot, what the bot says is printed.
 *
 * @throws UsageError `ERR_CANNOT_LISTEN`
 */
export async function standIn({ port }: StandInFlags): Promise<void> {
  await runUntilStopped(async () => {
    const feishu = await startStandIn({ port }).catch((cause: unknown) => {
      if (cause instanceof UsageError) throw cause;
      const message = `--port: cannot listen on 127.0.0.1:${port} (${reasonOf(cause)})`;
      throw new UsageError("ERR_CANNOT_LISTEN", message, { cause });
    });
    complain(`the stand-in is at ${feishu.url}; a gateway.json5 for it:\n\n${configFor(feishu.url)}`);
    tell(feishu);
    const lines = listen(feishu);
    const close = async () => {
      lines.close();
      await feishu.close();
    };
    return { connected: Promise.resolve(), close };
  });
}

function configFor(domain: string): string {
  const { appId, appSecret } = DEMO_APP;
  return `{
  channels: {
    feishu: {
      domain: "${domain}",
      accounts: { default: { appId: "${appId}", appSecret: "${appSecret}" } },
      middleware: ["${PACKAGE_NAME}"],
    },
  },
  session: { dmScope: "per-channel-peer" },
  agent: { kind: "echo" },
}
`;
}

function tell({ changes }: StandIn): void {
  changes.on("connected", () => complain("the bot is connected"));
  changes.on("disconnected", () => complain("the bot is not connected any more"));
  changes.on("sent", (_, { number }) => number > 1 && complain(`delivers it again, attempt ${number}`));
  changes.on("message", (message) => process.stdout.write(`bot: ${visibleLines(textOf(message))}\n`));
}

function textOf({ msgType, content }: SentMessage): string {
  return msgType === "text" ? String(JSON.parse(content).text) : `(${msgType}) ${content}`;
}

/** `bob: hi` is said by bob. */
const SAID = /^(?<user>[a-z]\w*): +(?<text>.+)$/;

function listen(feishu: StandIn) {
  const maker = new EventMaker();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    const { user = "alice", text = line } = SAID.exec(line)?.groups ?? {};
    if (feishu.connections() === 0) complain("no bot is connected yet; it is delivered again later");
    feishu.deliver(maker.text({ user }, text));
    if (!process.stdin.isTTY) process.stdout.write(`${user}: ${visible(text)}\n`);
  });
  return lines;
}
