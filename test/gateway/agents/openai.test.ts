import { once } from "node:events";
import { appendFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createOpenaiAgent, type OpenaiAgentOptions } from "../../../src/gateway/agents/openai.ts";
import { recordLog } from "../../support/feishu/log.ts";
import { ask, turnOf } from "../../support/gateway/agents.ts";

const bodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ content: z.string() })),
});
type Body = z.infer<typeof bodySchema>;

let folder: string;
let server: Server;
let bodies: Body[];
let answer: (response: ServerResponse, body: Body) => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "openai-"));
  bodies = [];
  answer = (response, { messages }) => stream(response, [`re: `, messages.at(-1)?.content ?? ""]);
  server = createServer(async (request, response) => {
    const body = bodySchema.parse(await json(request));
    bodies.push(body);
    answer(response, body);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  };
});

/** Server-sent events, as the chat API streams them. */
function stream(response: ServerResponse, parts: string[], end = "data: [DONE]\n\n"): void {
  response.setHeader("content-type", "text/event-stream");
  for (const content of parts)
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
  response.end(end);
}

function agent(more: Partial<OpenaiAgentOptions> = {}) {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const limits = { maxMessages: 100, timeoutMs: 20_000, maxAnswerBytes: 1000 };
  const options = { model: "m", apiKey: "sk-secret", system: undefined, ...limits };
  return createOpenaiAgent({ baseUrl, stateFolder: folder, log: recordLog(), ...options, ...more });
}

const shown = () => bodies.map(({ messages }) => messages.map(({ content }) => content));

test("the model sees the conversation so far, and /new begins another", async () => {
  const it = await agent({ system: "be brief" });
  expect(await ask(it, turnOf("one"))).toEqual(["re: one"]);
  expect(await ask(it, turnOf("two"))).toEqual(["re: two"]);
  expect(await ask(it, turnOf("other", { sessionKey: "another" }))).toEqual(["re: other"]);
  expect(await ask(it, turnOf("/new"))).toEqual(["✅ New session started."]);
  expect(await ask(it, turnOf("three"))).toEqual(["re: three"]);
  expect(shown()).toEqual([
    ["be brief", "one"],
    ["be brief", "one", "re: one", "two"],
    ["be brief", "other"],
    ["be brief", "three"],
  ]);
});

test("only the last messages are shown", async () => {
  const it = await agent({ maxMessages: 2 });
  for (const text of ["one", "two", "three"]) await ask(it, turnOf(text));
  expect(shown().at(-1)).toEqual(["two", "re: two", "three"]);
});

test("a turn that runs again after its answer was written down does not ask again", async () => {
  const it = await agent();
  const one = turnOf("one");
  await ask(it, one);
  expect(await ask(it, { ...one, attempt: 2 })).toEqual(["re: one"]);
  expect(bodies).toHaveLength(1);
  const reset = turnOf("/reset");
  await ask(it, reset);
  await ask(it, turnOf("two"));
  await ask(it, { ...reset, attempt: 2 });
  const [session = ""] = await readdir(folder);
  expect(await readdir(join(folder, session))).toEqual(["000001.jsonl", "000002.jsonl"]);
});

test("half a line that a crash has left is cut off", async () => {
  const it = await agent();
  await ask(it, turnOf("one"));
  const [session = ""] = await readdir(folder);
  const file = join(folder, session, "000001.jsonl");
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
  expect(await ask(await agent(), turnOf("x", { kind: "image", text: "", files: [] }))).toEqual([
    "re: [image]",
  ]);
  expect(shown()).toEqual([["[image]"]]);
});

test("what the model writes is markdown when the config says so, also when it is sent again", async () => {
  const it = await agent({ format: "markdown" });
  const one = turnOf("one");
  expect(await ask(it, one)).toEqual([{ markdown: "re: one" }]);
  expect(await ask(it, { ...one, attempt: 2 })).toEqual([{ markdown: "re: one" }]);
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
  answer = behave;
  const asked = ask(await agent({ timeoutMs: code === "ERR_AGENT_TIMEOUT" ? 300 : 20_000 }), turnOf("hi"));
  const error: unknown = await asked.catch((it) => it);
  expect(error).toMatchObject({ name: "AgentError", code, isPassing });
  expect(String(error)).not.toMatch(/secret/);
  const [session] = await readdir(folder);
  expect(await readFile(join(folder, session ?? "", "000001.jsonl"), "utf8")).not.toContain("hi");
});

test("an abort ends the request", async () => {
  const stop = new AbortController();
  const closed = new Promise<void>((resolve) => {
    answer = (response) => {
      response.on("close", resolve);
      stop.abort(new Error("stopped"));
    };
  });
  await expect(ask(await agent(), turnOf("hi"), stop.signal)).rejects.toThrow("stopped");
  await closed;
});
