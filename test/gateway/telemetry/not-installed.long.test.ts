import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { feishu, folder, say, setUp } from "../../support/cli/live.ts";
import { exitCode, startIn } from "../../support/cli/run.ts";

const hook = new URL("../../support/gateway/child/without-packages.ts", import.meta.url);

beforeEach(setUp);

/** The command, where packages whose names begin so are not installed. @returns the address of its health server */
async function startWithout(WITHOUT: string): Promise<string> {
  const { appId, appSecret } = DEMO_APP;
  const channels = { feishu: { accounts: { default: { appId, appSecret } }, domain: feishu.url } };
  const config = { channels, agent: { kind: "echo" }, inbox: { kind: "memory" }, health: { port: 0 } };
  const file = join(folder, "gateway.json5");
  await writeFile(file, JSON.stringify(config));
  const child = startIn({ WITHOUT, NODE_OPTIONS: `--import=${hook}` }, "gateway", "--config", file);
  onTestFinished(async () => {
    const ended = exitCode(child);
    child.kill("SIGKILL");
    await ended;
  });
  for await (const line of createInterface(child.stderr)) {
    const { health } = JSON.parse(line);
    if (health) return health;
  }
  throw new Error("it has ended");
}

test("without OpenTelemetry a gateway runs as ever, and /metrics says what to install", async () => {
  const health = await startWithout("@opentelemetry/");
  const response = await fetch(`${health}/metrics`);
  expect(response.status).toBe(501);
  const { code, message } = (await response.json()) as Record<string, string>;
  expect(code).toBe("ERR_METRICS_NOT_INSTALLED");
  const [, packages = ""] = /npm install (.*)$/.exec(message ?? "") ?? [];
  const { peerDependencies } = JSON.parse(await readFile("package.json", "utf8"));
  expect(packages.split(" ").filter((name) => !(name in peerDependencies))).toEqual([]);
  await feishu.changes.until("the connection", () => feishu.connections() === 1);
  feishu.deliver(say.text({ user: "ann" }, "hello"));
  await feishu.changes.until("the reply", () => feishu.messages.length === 1);
});
