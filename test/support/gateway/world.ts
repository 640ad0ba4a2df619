import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { checkConfig, createLog, type Fact, type Gateway, startGateway } from "../../../src/gateway/index.ts";
import { EventMaker, type StandIn, type StandInOptions, startStandIn } from "../../../src/stand-in/index.ts";
import { AgentServer, type Behaviour } from "./agent-server.ts";
import { type ConfigKeys, configOf } from "./config.ts";

/** Feishu's times, a hundred times faster, and patient enough for a machine that is busy. */
export const fastTimings = { ackTimeoutMs: 300, redeliveryMs: [50, 100, 200, 400, 800, 1600, 3200] };

export interface WorldOptions extends ConfigKeys {
  readonly standIn?: StandInOptions;
  readonly behave?: Behaviour;
}

/** A Feishu, an agent and a gateway between them, all on this machine; gone when the test has ended. */
export interface World {
  readonly feishu: StandIn;
  readonly agent: AgentServer;
  readonly gateway: Gateway;
  readonly say: EventMaker;
  /** The log's lines so far. */
  readonly log: Array<Record<string, unknown>>;
  /** What was noted in the journal so far. */
  readonly facts: Fact[];
  /** Where the gateway's files are. */
  readonly folder: string;
  /** Resolves when it holds. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** Resolves when the bot has sent so many messages; their texts. */
  replies(count: number): Promise<string[]>;
  /** Starts another gateway on the same files. */
  restart(changes?: ConfigKeys): Promise<Gateway>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const feishu = await startStandIn({ timings: fastTimings, ...options.standIn });
  onTestFinished(() => feishu.close());
  const agent = new AgentServer(options.behave ?? (({ text }) => `re: ${text}`), () =>
    feishu.changes.emit("change"),
  );
  await agent.listen();
  onTestFinished(() => agent.kill());
  const folder = await mkdtemp(join(tmpdir(), "gateway-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const log: World["log"] = [];
  const facts: Fact[] = [];
  const start = async (changes: ConfigKeys = {}) => {
    const config = { ...options.config, ...changes.config };
    const channel: Record<string, unknown> = { ...options.feishu, ...changes.feishu };
    const input = configOf(feishu.url, agent.url, {
      config,
      feishu: channel,
      agent: { ...options.agent, ...changes.agent },
    });
    const write = (line: string) => {
      log.push(JSON.parse(line));
      feishu.changes.emit("change");
    };
    const gateway = await startGateway(checkConfig(input, join(folder, "gateway.json5")), {
      log: createLog("debug", { write }),
      onFact: (fact) => {
        facts.push(fact);
        feishu.changes.emit("change");
      },
    });
    onTestFinished(() => gateway.close());
    await gateway.connected;
    const isConnected = () => channel.transport === "webhook" || feishu.connections() > 0;
    await feishu.changes.until("the connection", isConnected);
    return gateway;
  };
  const gateway = await start();
  const until = (what: string, condition: () => boolean) => feishu.changes.until(what, condition, 30_000);
  const replies = async (count: number) => {
    await until(`${count} replies`, () => feishu.messages.length >= count);
    return textsOf(feishu);
  };
  return {
    feishu,
    agent,
    gateway,
    say: new EventMaker(),
    log,
    facts,
    folder,
    until,
    replies,
    restart: start,
  };
}

/** What the bot said, in order. */
export function textsOf(feishu: StandIn): string[] {
  return feishu.messages.map(({ content }) => String(JSON.parse(content).text));
}
