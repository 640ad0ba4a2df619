import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { EventMaker, type StandIn, startStandIn } from "../../../src/stand-in/index.ts";
import { exitCode, start } from "./run.ts";

export let folder: string;
export let feishu: StandIn;
export const say = new EventMaker();

/** Before each test: a folder and a Feishu of its own. */
export async function setUp() {
  folder = await mkdtemp(join(tmpdir(), "cli-gateway-"));
  feishu = await startStandIn();
  return async () => {
    await feishu.close();
    await rm(folder, { recursive: true });
  };
}

/** The command, connected. */
export async function connect(command: string, config: object, ...args: string[]) {
  const file = join(folder, "gateway.json5");
  await writeFile(file, JSON.stringify(config));
  const child = start(command, "--config", file, ...args);
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = exitCode(child);
  const stdout = text(child.stdout);
  const stderr = text(child.stderr);
  await feishu.changes.until("the connection", () => feishu.connections() === 1);
  return { child, ended, stdout, stderr };
}
