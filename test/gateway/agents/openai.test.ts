import { appendFile, readdir, readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { ask, turnOf } from "../../support/gateway/agents.ts";
import { type Model, NEW_SESSION, startModel, stream } from "../../support/gateway/model.ts";

let model: Model;
beforeEach(async () => {
  model = await startModel();
  return () => model.close();
});

const shown = () => model.bodies.map(({ messages }) => messages.map(({ content }) => content));

test("the model sees the conversation so far, and /new begins another", async () => {
  const it = await model.agent({ system: "be brief" });
  expect(await ask(it, turnOf("one"))).toEqual(["re: one"]);
  expect(await ask(it, turnOf("two"))).toEqual(["re: two"]);
  expect(await ask(it, turnOf("other", { sessionKey: "another" }))).toEqual(["re: other"]);
  expect(await ask(it, turnOf("/new"))).toEqual([NEW_SESSION]);
  expect(await ask(it, turnOf("three"))).toEqual(["re: three"]);
  expect(shown()).toEqual([
    ["be brief", "one"],
    ["be brief", "one", "re: one", "two"],
    ["be brief", "other"],
    ["be brief", "three"],
  ]);
});

test("no empty message is sent, also where an earlier release has written one down", async () => {
  const it = await model.agent();
  await ask(it, turnOf("one"));
  const [session = ""] = await readdir(model.folder);
  const empty = { turnId: "t-0", role: "user", content: " " };
  await appendFile(join(model.folder, session, "000001.jsonl"), `${JSON.stringify(empty)}\n`);
  await ask(it, turnOf("\n"));
  expect(shown().at(-1)).toEqual(["one", "re: one", "[text]"]);
});

test("only the last messages are shown", async () => {
  const it = await model.agent({ maxMessages: 2 });
  for (const text of ["one", "two", "three"]) await ask(it, turnOf(text));
  expect(shown().at(-1)).toEqual(["two", "re: two", "three"]);
});

test("a turn that runs again after its answer was written down does not ask again", async () => {
  const it = await model.agent();
  const one = turnOf("one");
  await ask(it, one);
  expect(await ask(it, { ...one, attempt: 2 })).toEqual(["re: one"]);
  expect(model.bodies).toHaveLength(1);
  const reset = turnOf("/reset");
  await ask(it, reset);
  await ask(it, turnOf("two"));
  await ask(it, { ...reset, attempt: 2 });
  const [session = ""] = await readdir(model.folder);
  expect(await readdir(join(model.folder, session))).toEqual(["000001.jsonl", "000002.jsonl"]);
});

test("half a line that a crash has left is cut off", async () => {
  const it = await model.agent();
  await ask(it, turnOf("one"));
  const [session = ""] = await readdir(model.folder);
  const file = join(model.folder, session, "000001.jsonl");
  await appendFile(file, '{"turnId":"t","role":"us');
  await ask(it, turnOf("two"));
  expect(shown().at(-1)).toEqual(["one", "re: one", "two"]);
  const lines = (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ content }) => content)).toEqual([undefined, "one", "re: one", "two", "re: two"]);
});

test("what is no text is asked about as well", async () => {
  expect(await ask(await model.agent(), turnOf("x", { kind: "image", text: "", files: [] }))).toEqual([
    "re: [image]",
  ]);
  expect(shown()).toEqual([["[image]"]]);
});

const failures: Array<[string, (response: ServerResponse) => void, string, boolean]> = [
  ["answers 500", (it) => void it.writeHead(500).end("top secret"), "ERR_AGENT_STATUS", true],
  ["answers 429", (it) => void it.writeHead(429).end(), "ERR_AGENT_STATUS", true],
  ["answers 408", (it) => void it.writeHead(408).end(), "ERR_AGENT_STATUS", true],
  ["answers 401", (it) => void it.writeHead(401).end("sk-secret"), "ERR_AGENT_STATUS", false],
  ["breaks off", (it) => void it.destroy(), "ERR_AGENT_UNREACHABLE", true],
  ["says nothing", (it) => stream(it, []), "ERR_AGENT_GARBAGE", false],
  ["streams garbage", (it) => stream(it, ["half"], "data: top secret\n\n"), "ERR_AGENT_GARBAGE", false],
  ["hangs", () => {}, "ERR_AGENT_TIMEOUT", false],
];

test.each(failures)("a server that %s", async (_, behave, code, isPassing) => {
  model.answer = behave;
  const asked = ask(
    await model.agent({ timeoutMs: code === "ERR_AGENT_TIMEOUT" ? 300 : 20_000 }),
    turnOf("hi"),
  );
  const error: unknown = await asked.catch((it) => it);
  expect(error).toMatchObject({ name: "AgentError", code, isPassing });
  expect(String(error)).not.toMatch(/secret/);
  const [session] = await readdir(model.folder);
  expect(await readFile(join(model.folder, session ?? "", "000001.jsonl"), "utf8")).not.toContain("hi");
});

test("an abort ends the request", async () => {
  const stop = new AbortController();
  const closed = new Promise<void>((resolve) => {
    model.answer = (response) => {
      response.on("close", resolve);
      stop.abort(new Error("stopped"));
    };
  });
  await expect(ask(await model.agent(), turnOf("hi"), stop.signal)).rejects.toThrow("stopped");
  await closed;
});
