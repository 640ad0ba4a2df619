import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { TurnStopped } from "../../../src/errors.ts";
import { createCommandAgent } from "../../../src/gateway/agents/command.ts";
import { ask, turnOf } from "../../support/gateway/agents.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "program-"));
  return async () => {
    const child = await childOf();
    if (isAlive(child)) process.kill(child, "SIGKILL");
    await rm(folder, { recursive: true });
  };
});

/** An agent that is a shell script. */
function script(text: string, more: { timeoutMs?: number } = {}) {
  const limits = { timeoutMs: 60_000, killAfterMs: 50, maxAnswerBytes: 1000 };
  return createCommandAgent({ argv: ["/bin/sh", "-c", text], stderr: "ignore", folder, ...limits, ...more });
}

/** Keeps the script's stdout open for a minute, in a process group that nobody else is in. */
const leaveChild =
  "setsid sh -c 'echo $$ > new; mv new child; exec sleep 60' & until [ -e child ]; do sleep 0.01; done";

const childOf = async () => Number(await readFile(join(folder, "child"), "utf8").catch(() => 0));

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a program that leaves a child behind has answered, and its child goes on", async () => {
  expect(await ask(script(`${leaveChild}; echo hello`), turnOf("hi"))).toEqual(["hello"]);
  expect(isAlive(await childOf())).toBe(true);
});

test("one that fails and leaves a child behind has failed", async () => {
  const failure = { code: "ERR_AGENT_EXIT", message: "the agent's program ended with exit code 3" };
  await expect(ask(script(`${leaveChild}; exit 3`), turnOf("hi"))).rejects.toMatchObject(failure);
});

test("a child outside of the group that holds the stdout does not outlast the time limit", async () => {
  const late = { code: "ERR_AGENT_TIMEOUT" };
  const asked = ask(script(`${leaveChild}; sleep 60`, { timeoutMs: 1000 }), turnOf("hi"));
  await expect(asked).rejects.toMatchObject(late);
});

test("nor a stop", async () => {
  const stop = new AbortController();
  const asked = ask(script(`${leaveChild}; sleep 60`), turnOf("hi"), stop.signal);
  const refused = expect(asked).rejects.toMatchObject({ code: "ERR_TURN_STOPPED" });
  await expect.poll(childOf, { timeout: 10_000 }).toBeGreaterThan(0);
  stop.abort(new TurnStopped("ERR_TURN_STOPPED", "stopped"));
  await refused;
});

test("all that was said before the exit is the answer, however much it is", async () => {
  const limits = { timeoutMs: 60_000, killAfterMs: 50, maxAnswerBytes: 10_485_760 };
  const argv = ["/bin/sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x"];
  const [said] = await ask(createCommandAgent({ argv, stderr: "ignore", folder, ...limits }), turnOf("hi"));
  expect(said).toHaveLength(5_000_000);
});

const WITHOUT = join(import.meta.dirname, "../../support/gateway/child/without-descriptors.ts");

test.each(["command", "http", "openai", "openai-new"])(
  "without file descriptors the turn fails in a passing way, and the process lives: %s",
  async (kind) => {
    const limited = 'ulimit -n 80; exec "$@"';
    const argv = ["-c", limited, "sh", process.execPath, WITHOUT, kind, folder];
    const { stdout } = await promisify(execFile)("/bin/sh", argv);
    expect(JSON.parse(stdout)).toMatchObject({ name: "AgentError", isPassing: true, alive: true });
  },
  20_000,
);
