import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { type CommandAgentOptions, createCommandAgent } from "../../../src/gateway/agents/command.ts";
import type { NextMessage } from "../../../src/gateway/index.ts";
import { ask, nobody, turnOf } from "../../support/gateway/agents.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dialog-"));
  return () => rm(folder, { recursive: true });
});

function script(text: string, more: Partial<CommandAgentOptions> = {}) {
  const options = {
    argv: ["/bin/sh", "-c", text],
    stderr: "ignore",
    output: "dialog",
    timeoutMs: 20_000,
    killAfterMs: 50,
    maxAnswerBytes: 10_000,
  } as const;
  return createCommandAgent({ ...options, ...more, folder });
}

const asked = `read -r turn; echo '{"ask":"which?","state":2}'; read -r answer; echo "{\\"msgType\\":\\"x\\",\\"content\\":$answer}"`;
/** Nobody answers. */
const never: NextMessage = (stop) =>
  new Promise((_, reject) => stop.addEventListener("abort", () => reject(stop.reason)));
const { signal } = new AbortController();

test("the answer to a question is a line on the program's stdin, behind the turn", async () => {
  const said = await ask(script(asked), turnOf("ask"), signal, async () => turnOf("blue"));
  const content = expect.objectContaining({ text: "blue", answerTo: 2, kind: "text" });
  expect(said).toEqual(["which?", { msgType: "x", content }]);
});

test("a program may ask again, and its time is only what it takes itself", async () => {
  const twice = `read -r turn; for i in 1 2; do echo '{"ask":true}'; read -r answer; done; echo '{"text":"done"}'`;
  const slow = () =>
    new Promise<ReturnType<typeof turnOf>>((resolve) => setTimeout(resolve, 150, turnOf("x")));
  expect(await ask(script(twice, { timeoutMs: 200 }), turnOf("ask"), signal, slow)).toEqual(["", "", "done"]);
});

test("a program that ends without the answer is not waited for", async () => {
  expect(await ask(script(`echo '{"ask":"which?"}'`), turnOf("ask"), signal, never)).toEqual(["which?"]);
  const failing = ask(script(`echo '{"ask":"which?"}'; exit 3`), turnOf("ask"), signal, never);
  await expect(failing).rejects.toMatchObject({ code: "ERR_AGENT_EXIT" });
});

test("a question that is closed ends the program", async () => {
  const closed = new Error("closed");
  const program = script(`read -r turn; echo '{"ask":"which?"}'; sleep 60`);
  await expect(ask(program, turnOf("ask"), signal, () => Promise.reject(closed))).rejects.toBe(closed);
  await expect(ask(program, turnOf("ask"), signal, nobody)).rejects.toMatchObject({
    code: "ERR_AGENT_CANNOT_ASK",
  });
});

test("without a dialog a question is garbage", async () => {
  const lines = ask(script(`echo '{"ask":"which?"}'`, { output: "lines" }), turnOf("ask"));
  await expect(lines).rejects.toMatchObject({ code: "ERR_AGENT_GARBAGE" });
});
