import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import JSON5 from "json5";
import { expect, inject, onTestFinished } from "vitest";
import {
  DEMO_APP,
  type DeliverOptions,
  EventMaker,
  type StandIn,
  startStandIn,
} from "../../../../src/stand-in/index.ts";
import { freePort } from "../../../support/postgres/places.ts";
import { outliveNobody } from "../../support/outlive.ts";

/** A folder in which there is one example and the installed package, and a Feishu for it. */
export interface ExampleWorld {
  readonly folder: string;
  readonly feishu: StandIn;
  /** Starts a program there, with the app's secrets in its environment; gone when the test has ended. */
  start(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  /** Starts the installed gateway with the example's config, connected to this Feishu; resolves once it is connected. */
  gateway(changes?: Changes): Promise<ChildProcess>;
  /** Resolves when the example is connected. */
  connected(count?: number): Promise<void>;
}

/** What a test changes of a config's agent, and adds to the environment. */
export interface Changes {
  readonly agent?: object;
  readonly env?: NodeJS.ProcessEnv;
}

/** @param example a file or a folder of `examples/` */
export async function exampleWorld(example: string): Promise<ExampleWorld> {
  const installed = inject("examples");
  const folder = await mkdtemp(join(tmpdir(), "example-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const isFile = basename(example).includes(".");
  await cp(join(installed, example), isFile ? join(folder, basename(example)) : folder, { recursive: true });
  await cp(join(installed, "package.json"), join(folder, "package.json"));
  await symlink(join(installed, "node_modules"), join(folder, "node_modules"));
  const feishu = await startStandIn();
  onTestFinished(() => feishu.close());
  const start: ExampleWorld["start"] = (command, args, env) => startIn(folder, feishu, command, args, env);
  const connected = (count = 1) =>
    feishu.changes.until("the connection", () => feishu.connections() === count, 60_000);
  const gateway = async ({ agent, env }: Changes = {}) => {
    const file = `gateway-${await patchConfig(folder, feishu, agent)}.json5`;
    const before = feishu.connections();
    const child = start("node_modules/.bin/feishu-dispatch-dedup", ["gateway", "--config", file], env);
    await connected(before + 1);
    return child;
  };
  return { folder, feishu, start, gateway, connected };
}

function startIn(
  cwd: string,
  feishu: StandIn,
  command: string,
  args: readonly string[],
  more = {},
): ChildProcess {
  const { appId: FEISHU_APP_ID, appSecret: FEISHU_APP_SECRET, encryptKey: FEISHU_ENCRYPT_KEY } = DEMO_APP;
  const secrets = { FEISHU_APP_ID, FEISHU_APP_SECRET, FEISHU_ENCRYPT_KEY, FEISHU_DOMAIN: feishu.url };
  const env = { ...process.env, ...secrets, ...more };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  outliveNobody(child);
  const said = Promise.all([child.stdout, child.stderr].map(text));
  const ended = once(child, "exit").then(async ([code, signal]) => ({ code, signal, said: await said }));
  let isDone = false;
  onTestFinished(() => {
    isDone = true;
    child.kill("SIGKILL");
  });
  void ended.then(({ code, said: lines }) => {
    if (!isDone && code)
      throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${lines.join("\n")}`);
  });
  return child;
}

let configs = 0;

/** The example's config, with this Feishu, free ports, and where the agent is, in it. */
async function patchConfig(folder: string, feishu: StandIn, agent: object = {}): Promise<number> {
  const config = JSON5.parse(await readFile(join(folder, "gateway.json5"), "utf8"));
  config.channels.feishu.domain = feishu.url;
  configs += 1;
  const patched = {
    ...config,
    health: { port: 0 },
    agent: { ...config.agent, ...agent },
    ...(config.board && { board: { file: `board-${configs}.json` } }),
  };
  await writeFile(join(folder, `gateway-${configs}.json5`), JSON.stringify(patched));
  return configs;
}

export const say = new EventMaker();

/** Two messages at once, the first of which takes much longer than the second, each delivered twice; until they are answered. */
export async function overlap(feishu: StandIn, options: DeliverOptions = {}): Promise<void> {
  for (const ms of ["700", "10"]) feishu.deliver(say.text({ user: "alice" }, ms), { copies: 2, ...options });
  await feishu.changes.until("both answers", () => feishu.messages.length >= 2, 60_000);
  await feishu.changes.until("acks", () => feishu.deliveries.every(({ state }) => state === "acked"), 60_000);
}

/** Two messages that overlap are answered once each, in order. */
export async function answersInOrder(feishu: StandIn, options: DeliverOptions = {}): Promise<void> {
  await overlap(feishu, options);
  expect(saidBy(feishu)).toEqual(["You said: 700", "You said: 10"]);
}

/** What the bot has said. */
export function saidBy(feishu: StandIn): string[] {
  return feishu.messages.map(({ content }) => JSON.parse(content).text ?? content);
}

/** A free port, for a program that is told which. */
export const port = freePort;

/** Resolves when something listens there. */
export async function listening(at: number): Promise<void> {
  await expect
    .poll(async () => (await fetch(`http://127.0.0.1:${at}/`).catch(() => undefined))?.status)
    .toBeTypeOf("number");
}
