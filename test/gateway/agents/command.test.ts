import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { TurnStopped } from "../../../src/errors.ts";
import { type CommandAgentOptions, createCommandAgent } from "../../../src/gateway/agents/command.ts";
import { ask, nobody, turnOf } from "../../support/gateway/agents.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "command-"));
  return () => rm(folder, { recursive: true });
});

/** An agent that is a shell script. */
function script(text: string, more: Partial<CommandAgentOptions> = {}) {
  const options = {
    argv: ["/bin/sh", "-c", text],
    stderr: "ignore",
    timeoutMs: 20_000,
    killAfterMs: 50,
    maxAnswerBytes: 10_485_760,
  } as const;
  return createCommandAgent({ ...options, ...more, folder });
}

test("the turn comes on stdin, and what is said on stdout is the reply", async () => {
  const turn = turnOf("你好");
  expect(await ask(script("cat; echo; echo"), turn)).toEqual([JSON.stringify(turn)]);
  expect(await ask(script("exec <&-; pwd"), turnOf("x".repeat(1_000_000)))).toEqual([folder]);
  expect(await ask(script("true"), turn)).toEqual([""]);
});

test("what stdout holds is for the config to say", async () => {
  const lines = `printf '{"text":"one"}\\n\\n{"markdown":"two"}'`;
  const said = await ask(script(lines, { output: "lines" }), turnOf("hi"));
  expect(said).toEqual(["one", { markdown: "two" }]);
  expect(await ask(script("echo '**x**'", { output: "markdown" }), turnOf("hi"))).toEqual([
    { markdown: "**x**" },
  ]);
});

test("a line is passed on before the program ends, and a line that is no answer ends it", async () => {
  const it = script(`echo '{"text":"one"}'; read -r wait < go; echo nonsense; exec sleep 60`, {
    output: "lines",
  });
  await promisify(execFile)("mkfifo", [join(folder, "go")]);
  const said = it.run(turnOf("hi"), new AbortController().signal, nobody)[Symbol.asyncIterator]();
  expect((await said.next()).value).toEqual({ text: "one" });
  await writeFile(join(folder, "go"), "\n");
  await expect(said.next()).rejects.toMatchObject({ code: "ERR_AGENT_GARBAGE" });
});

test.each([
  ["exit 3", "ERR_AGENT_EXIT", "the agent's program ended with exit code 3", false],
  ["echo half; exit 75", "ERR_AGENT_EXIT", "the agent's program ended with exit code 75", true],
  ["kill -9 $$", "ERR_AGENT_EXIT", "the agent's program was ended by SIGKILL", false],
  [
    "yes",
    "ERR_AGENT_GARBAGE",
    "the agent's answer: expected at most 10 MiB, got an answer that does not end",
    false,
  ],
])("a program that fails: %s", async (text, code, message, isPassing) => {
  await expect(ask(script(text), turnOf("hi"))).rejects.toMatchObject({ code, message, isPassing });
});

test("a program that is not there", async () => {
  const limits = { timeoutMs: 1000, killAfterMs: 0, maxAnswerBytes: 1 };
  const options = { argv: ["./none"], stderr: "ignore", folder, ...limits } as const;
  const error = { code: "ERR_AGENT_UNUSABLE", message: "the agent's program cannot be started (ENOENT)" };
  await expect(ask(createCommandAgent(options), turnOf("hi"))).rejects.toMatchObject(error);
});

/** Programs with a child that does not listen to SIGTERM; the second one ends itself before it. */
const stubborn = `(trap '' TERM; echo $$ > parent; sh -c 'echo $$ > child.new; mv child.new child; exec sleep 60'); true`;

const leaving = `trap 'exit 0' TERM; (trap '' TERM; exec sleep 60) >&- 2>&- & echo $! > child.new; mv child.new child; wait`;

test.each([stubborn, leaving])(
  "an abort ends the whole process group, also what does not want to: %s",
  async (text) => {
    const stop = new AbortController();
    const asked = ask(script(text), turnOf("hi"), stop.signal);
    const refused = expect(asked).rejects.toMatchObject({ code: "ERR_TURN_STOPPED" });
    const child = await expect
      .poll(async () => Number(await readFile(join(folder, "child"), "utf8").catch(() => 0)), {
        timeout: 10_000,
      })
      .toBeGreaterThan(0)
      .then(async () => Number(await readFile(join(folder, "child"), "utf8")));
    expect(isAlive(child)).toBe(true);
    stop.abort(new TurnStopped("ERR_TURN_STOPPED", "stopped"));
    await refused;
    await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
  },
);

test("one that takes too long is ended", async () => {
  const error = { code: "ERR_AGENT_TIMEOUT", isPassing: false };
  await expect(ask(script("exec sleep 60", { timeoutMs: 100 }), turnOf("hi"))).rejects.toMatchObject(error);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a program finds the epoch of its turn in its environment, and none where there is none", async () => {
  const it = script('echo "[$SESSION_EPOCH]"');
  expect(await ask(it, turnOf("hi", { epoch: 7 }))).toEqual(["[7]"]);
  expect(await ask(it, turnOf("hi"))).toEqual(["[]"]);
});
