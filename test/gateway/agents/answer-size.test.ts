import { mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createCommandAgent } from "../../../src/gateway/agents/command.ts";
import { createHttpAgent } from "../../../src/gateway/agents/http.ts";
import { createOpenaiAgent } from "../../../src/gateway/agents/openai/openai.ts";
import { recordLog } from "../../support/feishu/log.ts";
import { ask, turnOf } from "../../support/gateway/agents.ts";
import { startServer, writeForEver } from "../../support/gateway/http-server.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "size-"));
  return () => rm(folder, { recursive: true });
});

const limits = { timeoutMs: 30_000, maxAnswerBytes: 100_000 };
const tooLarge = {
  code: "ERR_AGENT_GARBAGE",
  message: "the agent's answer: expected at most 100000 bytes, got an answer that does not end",
  isPassing: false,
};

const openaiAt = (url: string) =>
  createOpenaiAgent({
    ...{ baseUrl: `${url}/v1`, model: "m", apiKey: undefined, system: undefined, maxMessages: 10 },
    ...{ stateFolder: folder, newSession: () => "", log: recordLog(), ...limits },
  });
const delta = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
const stream = (response: ServerResponse) => response.setHeader("content-type", "text/event-stream");

test.each([
  ["whose text does not end", delta("x".repeat(1000))],
  ["whose first event does not end", "data: x\n"],
])("a model %s: no more of it is kept than the limit, and it is not asked again", async (_, text) => {
  const url = await startServer((response) => writeForEver(stream(response), text));
  await expect(ask(await openaiAt(url), turnOf("hi"))).rejects.toMatchObject(tooLarge);
});

test("a model that says what is wrong without end has answered with its status", async () => {
  const url = await startServer((response) => writeForEver(response.writeHead(400), "x"));
  await expect(ask(await openaiAt(url), turnOf("hi"))).rejects.toMatchObject({ code: "ERR_AGENT_STATUS" });
});

test("a stream of many small events may be longer than the text in it", async () => {
  const url = await startServer((response) => {
    stream(response).write(delta("").repeat(10_000));
    response.end(`${delta("hello")}data: [DONE]\n\n`);
  });
  expect(await ask(await openaiAt(url), turnOf("hi"))).toEqual(["hello"]);
});

test.each(["application/json", "application/x-ndjson"])("an HTTP agent's answer: %s", async (type) => {
  const url = await startServer((response) => {
    response.setHeader("content-type", type);
    writeForEver(response, "x");
  });
  await expect(ask(createHttpAgent({ url, headers: {}, ...limits }), turnOf("hi"))).rejects.toMatchObject(
    tooLarge,
  );
});

test("a program's answer", async () => {
  const options = { argv: ["yes"], stderr: "ignore", folder, killAfterMs: 50, ...limits } as const;
  await expect(ask(createCommandAgent(options), turnOf("hi"))).rejects.toMatchObject(tooLarge);
});
