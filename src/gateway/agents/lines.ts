import { mismatch } from "../../explain.ts";
import { AgentError } from "./agent.ts";

/** Passes a stream's bytes on, and refuses to go on for ever. */
export async function* limited(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

/** @param maxBytes of the option `agent.maxAnswerBytes` */
export function tooLarge(maxBytes: number): AgentError {
  const mebibytes = maxBytes / 1_048_576;
  const limit = Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${maxBytes} bytes`;
  return garbage(`at most ${limit}`, "an answer that does not end");
}

/** The lines of a stream of UTF-8, as they come; empty ones are left out. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line.trim() !== "");
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield rest;
}

/** All of a stream of UTF-8. */
export async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** What came is not shown: it may be what people wrote. */
export function garbage(expected: string, came: string): AgentError {
  return new AgentError("ERR_AGENT_GARBAGE", mismatch("the agent's answer", expected, came), {
    isPassing: false,
  });
}
