import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { TurnEnd } from "./check/journal.ts";

/** How the agent goes about what it was asked. */
export interface Manner {
  readonly does: keyof typeof manners;
  /** How long one step takes, in ms. */
  readonly stepMs: number;
  /** How many lines it says, or how often it fails. */
  readonly count: number;
}

/** One turn, as a manner sees it. */
export interface MannerTurn extends Manner {
  /** From 1: how often the agent was asked this. */
  readonly time: number;
  /** The text of a line. */
  readonly line: (which: number) => string;
  readonly response: ServerResponse;
  /** What it has said so far. */
  readonly said: string[];
  /** Notes that the turn ends now, with what was said: before the other side can know. */
  readonly end: (how: TurnEnd) => void;
}

export const manners = {
  answers: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    reply(turn);
  },
  streams: (turn: MannerTurn) => stream(turn, turn.line),
  /** What it says is different each time. */
  wavers: (turn: MannerTurn) =>
    stream(turn, (which) => `${turn.line(which)}, as I see it the ${turn.time}. time`),
  saysNothing: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    turn.end("answered");
    turn.response.end();
  },
  saysBlank: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    turn.end("answered");
    turn.response.end(JSON.stringify({ reply: " \n" }));
  },
  failsFirst: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    if (turn.time > turn.count) reply(turn);
    else fail(turn, "failed", turn.time % 2 ? 503 : 429);
  },
  failsAlways: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    fail(turn, "failed", 500);
  },
  refuses: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    fail(turn, "refused", 400);
  },
  babbles: async (turn: MannerTurn) => {
    await sleep(turn.stepMs);
    turn.end("refused");
    turn.response.end("no JSON");
  },
  /** Its connection breaks off in the middle of an answer. */
  breaksOff: async (turn: MannerTurn) => {
    if (turn.time > turn.count) return stream(turn, turn.line);
    say(turn, turn.line(0));
    await sleep(turn.stepMs);
    turn.end("failed");
    turn.response.destroy();
  },
  hangs: async ({ response }: MannerTurn) => {
    if (!response.destroyed) await once(response, "close");
  },
};

async function stream(turn: MannerTurn, line: (which: number) => string): Promise<void> {
  for (let which = 0; which < turn.count; which += 1) {
    await sleep(turn.stepMs);
    if (turn.response.destroyed) return;
    say(turn, line(which), which === turn.count - 1);
  }
  turn.response.end();
}

function say(turn: MannerTurn, text: string, isLast = false): void {
  const { response, said } = turn;
  said.push(text);
  if (isLast) turn.end("answered");
  if (!response.headersSent) response.setHeader("content-type", "application/x-ndjson");
  response.write(`${JSON.stringify({ reply: text })}\n`);
}

function reply(turn: MannerTurn): void {
  const text = turn.line(0);
  turn.said.push(text);
  turn.end("answered");
  turn.response.setHeader("content-type", "application/json");
  turn.response.end(JSON.stringify({ reply: text }));
}

function fail(turn: MannerTurn, how: TurnEnd, status: number): void {
  turn.end(how);
  turn.response.writeHead(status).end();
}
