import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./check/fault.ts";

/** So much around the first line about the message, in ms. */
const BEFORE_MS = 3000;
const AFTER_MS = 15_000;
const MOST_LINES = 150;

interface Told {
  /** In ms since the epoch. */
  readonly at: number;
  readonly by: string;
  readonly line: Readonly<Record<string, unknown>>;
}

/**
 * What everybody has written down of a session around the message that the first fault is about, for who looks for the
 * cause: the logs themselves go with their folder.
 */
export function storyOf(folder: string, [fault]: readonly Fault[]): string[] {
  // A fault's text begins with whose message it was, and which.
  const [user = "", number] = fault?.text.split(" ") ?? [];
  const all = linesOf(folder);
  const asks = all.filter(({ line }) => line.what === "asked" && line.user === user);
  const first = asks.find(({ line }) => line.number === Number(number));
  if (!first) return [];
  const messages = new Set(asks.map(({ line }) => line.message));
  const began = all.filter(({ line }) => line.what === "began" && messages.has(line.message));
  const turns = new Set(began.map(({ line }) => line.turn));
  const sessions = new Set(began.map(({ line }) => line.session));
  const isOfIt = ({ line }: Told) =>
    messages.has(line.message) || turns.has(line.turn) || sessions.has(line.sessionKey) || "harm" in line;
  return all
    .filter(({ at }) => at >= first.at - BEFORE_MS && at <= first.at + AFTER_MS)
    .filter(isOfIt)
    .toSorted((a, b) => a.at - b.at)
    .slice(0, MOST_LINES)
    .map(({ at, by, line }) => `${(at - first.at).toFixed(0)} ms ${by} ${JSON.stringify(line)}`);
}

/** All logs of a run: those of the outside, and each gateway's own. */
function linesOf(folder: string): Told[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readLog(join(folder, name), name.replace(/(\/log)?\.jsonl$/, "")));
}

function readLog(file: string, by: string): Told[] {
  // A process that was killed may have left half a line.
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.flatMap((text) => {
    const { at, time, ...line } = parsed(text);
    const when = time === undefined ? performance.timeOrigin + Number(at) : Number(time);
    return Number.isNaN(when) ? [] : [{ at: when, by, line }];
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
