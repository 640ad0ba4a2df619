import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { readPass } from "../../../../src/board/door/pass.ts";
import { Connection } from "../../../../src/cli/board/connection.ts";
import { EventMaker, type StandIn, startStandIn } from "../../../../src/stand-in/index.ts";
import { AgentServer, type Behaviour } from "../../../support/gateway/agent-server.ts";
import { configOf } from "../../../support/gateway/config.ts";
import { GatewayProcess } from "../../support/gateway-process.ts";
import { type Look, openPage } from "../support/browser.ts";

/** The name of its pass, beside its config. */
export const PASS = "pass.json";

/** A real gateway in a process of its own, between a Feishu and an agent of the test. */
export interface Scene {
  readonly feishu: StandIn;
  readonly agent: AgentServer;
  readonly say: EventMaker;
  /** The lines of its log so far. */
  readonly log: Array<Record<string, unknown>>;
  /** As the command line reaches it. */
  readonly gateway: Connection;
  /** Delivers an event, and waits until it was acknowledged. @returns the message's id */
  send(event: object): Promise<string>;
  /** A page that is let in. */
  open(look?: Look): ReturnType<typeof openPage>;
}

/** What is special about a gateway: keys of its config, and what it finds in its folder. */
export interface Special {
  readonly config?: object;
  readonly feishu?: Record<string, unknown>;
  readonly prepare?: (folder: string) => Promise<void>;
}

export async function startScene(
  behave: Behaviour,
  { config, feishu: channel = {}, prepare }: Special = {},
): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "board-"));
  await prepare?.(folder);
  onTestFinished(() => rm(folder, { recursive: true }));
  const feishu = await startStandIn();
  onTestFinished(() => feishu.close());
  const agent = new AgentServer(behave, () => feishu.changes.emit("change"));
  await agent.listen();
  onTestFinished(() => agent.kill());
  const file = join(folder, "gateway.json5");
  const board = { file: PASS };
  const keys = {
    config: { log: { level: "debug" }, board, ...config },
    feishu: channel,
    agent: { timeoutMs: 600_000 },
  };
  await writeFile(file, JSON.stringify(configOf(feishu.url, agent.url, keys)));
  const log: Scene["log"] = [];
  const process = new GatewayProcess(file, join(folder, "compiled"), (line) => {
    log.push(JSON.parse(line));
    feishu.changes.emit("change");
  });
  onTestFinished(async () => {
    process.kill("SIGTERM");
    await process.exit;
  });
  await feishu.changes.until("the connection", () => feishu.connections() > 0, 30_000);
  const gateway = new Connection(await readPass(join(folder, PASS)));
  const send = async (event: object) => {
    const delivery = feishu.deliver(event);
    await feishu.changes.until("the ack", () => delivery.state === "acked", 30_000);
    return messageIdOf(event);
  };
  const open = async (look?: Look) => {
    const { ticket } = await gateway.post<{ ticket: string }>("/board/ticket", {});
    const opened = await openPage(`${gateway.url}/#${ticket}`, look);
    await opened.page.locator('header[data-state="connected"]').waitFor();
    await opened.page.locator('[data-figure="sessions"]').waitFor();
    return opened;
  };
  return { feishu, agent, say: new EventMaker(), log, gateway, send, open };
}

/** Feishu's id of the message of an event. */
export function messageIdOf(event: object): string {
  const {
    event: { message },
  } = event as { event: { message: { message_id: string } } };
  return message.message_id;
}

/** An agent that answers what begins with "quick" at once, fails on "fail", and else waits until it is told. */
export function slowAgent() {
  const gates: Array<() => void> = [];
  const behave: Behaviour = async ({ text = "" }, { response }) => {
    if (text.includes("fail")) return void response.writeHead(400).end("no");
    if (!text.startsWith("quick")) await new Promise<void>((resolve) => gates.push(resolve));
    return `re: ${text}`;
  };
  const letGo = () => {
    for (const go of gates.splice(0)) go();
  };
  return { behave, letGo };
}

/** What the log says of rows: those that began, and the message of each. */
export function rowsIn(log: Scene["log"], messages: ReadonlyMap<string, string>) {
  const received = log.filter(({ msg, claim }) => msg === "received an event" && claim === "accepted");
  const rowOf = new Map(received.map(({ turnId, row }) => [turnId, Number(row)]));
  const begun = log.flatMap(({ msg, turnId }) => (msg === "the turn begins" ? [rowOf.get(turnId)] : []));
  const idOf = (row: number | undefined) => {
    const eventId = received.find((line) => line.row === row)?.eventId;
    return messages.get(String(eventId)) ?? expect.fail(`no message of row ${row}`);
  };
  return {
    running: begun.map(idOf),
    waiting: [...rowOf.values()].filter((row) => !begun.includes(row)).map(idOf),
  };
}
