import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { createOpenaiAgent, type OpenaiAgentOptions } from "../../../src/gateway/agents/openai/openai.ts";
import type { Agent } from "../../../src/gateway/index.ts";
import { recordLog } from "../feishu/log.ts";

const bodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ content: z.string() })),
});
type Body = z.infer<typeof bodySchema>;

/** What the user is told when another conversation begins. */
export const NEW_SESSION = "a new one";

/** A server of a model, and a folder for transcripts. */
export interface Model {
  readonly folder: string;
  /** The `baseUrl` for its clients. */
  readonly url: string;
  /** What it was asked. */
  readonly bodies: Body[];
  /** How it answers; at first it says what it was told. */
  answer: (response: ServerResponse, body: Body) => void;
  agent(more?: Partial<OpenaiAgentOptions>): Promise<Agent>;
  close(): Promise<void>;
}

export async function startModel(): Promise<Model> {
  const server = createServer(async (request, response) => {
    const body = bodySchema.parse(await json(request));
    model.bodies.push(body);
    model.answer(response, body);
  });
  const folder = await mkdtemp(join(tmpdir(), "openai-"));
  const model: Model = {
    folder,
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    },
    bodies: [],
    answer: (response, { messages }) => stream(response, [`re: `, messages.at(-1)?.content ?? ""]),
    agent: (more) => {
      const newSession = () => NEW_SESSION;
      const limits = { maxMessages: 100, timeoutMs: 20_000, maxAnswerBytes: 1000 };
      const options = { model: "m", apiKey: "sk-secret", system: undefined, ...limits };
      return createOpenaiAgent({
        baseUrl: model.url,
        stateFolder: folder,
        log: recordLog(),
        newSession,
        ...options,
        ...more,
      });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
  await once(server.listen(0, "127.0.0.1"), "listening");
  return model;
}

/** Server-sent events, as the chat API streams them. */
export function stream(response: ServerResponse, parts: string[], end = "data: [DONE]\n\n"): void {
  response.setHeader("content-type", "text/event-stream");
  for (const content of parts)
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
  response.end(end);
}
