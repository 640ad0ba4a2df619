import type { ServerResponse } from "node:http";
import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import { type Scene, SORRY } from "../scene.ts";
import { EVENT_STREAM, piece, startModelServer } from "./model-server.ts";

const MOST_BYTES = 600_000_000;
/**
 * What a process keeps has to fit in here, or it ends. Without such a limit its size tells more of how busy the machine
 * is: what it has not come to collect yet.
 */
const SMALL_HEAP = { NODE_OPTIONS: "--max-old-space-size=128" };
/** Half of what is poured: buffers are not on that heap. */
const MOST_GROWTH_MB = 300;

/** Sends the same again and again, as fast as it is taken. */
function pour(response: ServerResponse, text: string): void {
  let sent = 0;
  const more = () => {
    while (!response.destroyed && sent < MOST_BYTES) {
      sent += text.length;
      if (!response.write(text)) return void response.once("drain", more);
    }
    response.end();
  };
  response.on("error", () => {});
  more();
}

const x = "x".repeat(60_000);
const answers: Array<[kind: string, answer: (response: ServerResponse) => void]> = [
  ["pieces", (response) => pour(response.writeHead(200, EVENT_STREAM), piece(x))],
  ["one endless line", (response) => pour(response.writeHead(200, EVENT_STREAM), x)],
  ["empty pieces", (response) => pour(response.writeHead(200, EVENT_STREAM), piece("").repeat(1000))],
  ["an error's body", (response) => pour(response.writeHead(400), x)],
];

async function mostMemory(gateway: CliProcess, isOver: () => boolean): Promise<number> {
  let most = 0;
  await gateway.until(
    "end of the turn",
    async () => {
      most = Math.max(most, await gateway.rss());
      return isOver();
    },
    15_000,
  );
  return most;
}

async function askEndless(scene: Scene, answer: (response: ServerResponse) => void) {
  const server = await startModelServer(scene, answer);
  const agent = { kind: "openai", baseUrl: server.url, model: "m", timeoutMs: 10_000 };
  const gateway = await scene.connectedGateway({ config: { agent }, env: SMALL_HEAP });
  const start = await gateway.rss();
  scene.feishu.deliver(scene.say.text({ user: "alice" }, "hello"));
  // Before that, the next gateway would be right to ask again.
  const isNoted = () => gateway.log.some(({ msg }) => String(msg).includes("dead letter"));
  const most = await mostMemory(gateway, isNoted);
  gateway.kill("SIGKILL");
  await gateway.exit;
  await scene.feishu.changes.until("the end of the connection", () => scene.feishu.connections() === 0);
  return { growth: most - start, requests: server.requests, text: scene.texts.at(-1) };
}

export const endlessAnswerIsCutOff: Attack = {
  name: "a model server that answers without end costs bounded memory, and is not asked again",
  async run(scene) {
    await scene.startFeishu();
    const seen: string[] = [];
    const wrong: string[] = [];
    for (const [kind, answer] of answers) {
      const { growth, requests, text = "" } = await askEndless(scene, answer);
      const told = `${kind}: +${growth.toFixed()} MB, ${requests} requests, "${text.slice(0, 30)}"`;
      seen.push(told);
      if (growth > MOST_GROWTH_MB || requests !== 1 || text !== SORRY) wrong.push(told);
    }
    mustHold(wrong.length === 0, wrong.join("; "));
    return seen.join("; ");
  },
};
