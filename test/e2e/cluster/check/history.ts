import type { AgentLine, FeishuLine } from "./log.ts";

type Began = Extract<AgentLine, { what: "began" }>;

/** A turn of the agent. */
export interface Turn extends Omit<Began, "what"> {
  readonly ask: Ask;
  /** Undefined: it has not ended, or nobody has seen it. */
  ended?: { readonly at: number; readonly how: "answered" | "cut" };
}

/** A message that a user wrote, and what came of it. */
export interface Ask {
  readonly message: string;
  readonly user: string;
  readonly number: number;
  ackedAt?: number;
  /** In the order in which they began. */
  readonly turns: Turn[];
  readonly said: { readonly at: number; readonly text: string }[];
}

/** What happened in one session. */
export interface Session {
  readonly user: string;
  /** In the order in which they were written. */
  readonly asks: Ask[];
  /** In the order in which they began. */
  readonly turns: Turn[];
}

/** Both logs, put together. */
export interface History {
  readonly sessions: readonly Session[];
  /** Lines about messages that nobody wrote. */
  readonly strays: readonly string[];
}

/** Each log's lines are in the order in which they were written. */
export function readHistory(feishu: readonly FeishuLine[], agents: readonly AgentLine[]): History {
  const sessions = new Map<string, Session>();
  const asks = new Map<string, Ask>();
  const turns = new Map<number, Turn>();
  const strays: string[] = [];
  for (const { message, user, number } of feishu.filter((line) => line.what === "asked")) {
    const session = sessions.get(user) ?? { user, asks: [], turns: [] };
    sessions.set(user, session);
    const ask: Ask = { message, user, number, turns: [], said: [] };
    session.asks.push(ask);
    asks.set(message, ask);
  }
  for (const line of feishu.filter((line) => line.what !== "asked")) {
    const ask = asks.get(line.message);
    if (!ask) strays.push(`${line.what} ${line.message}`);
    else if (line.what === "acked") ask.ackedAt ??= line.at;
    else ask.said.push({ at: line.at, text: line.text });
  }
  for (const line of agents) {
    if (line.what === "ended") {
      const turn = turns.get(line.turn);
      if (turn) turn.ended = { at: line.at, how: line.how };
      else strays.push(`the end of turn ${line.turn}`);
      continue;
    }
    const { what: _, ...began } = line;
    const ask = asks.get(line.message);
    if (!ask) {
      strays.push(`a turn for ${line.message}`);
      continue;
    }
    const turn: Turn = { ...began, ask };
    turns.set(line.turn, turn);
    ask.turns.push(turn);
    sessions.get(ask.user)?.turns.push(turn);
  }
  return { sessions: [...sessions.values()], strays };
}

/** When a turn's epoch was not its session's newest any more: when one of a greater began. Infinity: never. */
export function outdatedAt(turn: Turn, session: Session): number {
  const newer = session.turns.filter(({ epoch }) => epoch > turn.epoch).map(({ at }) => at);
  return Math.min(Number.POSITIVE_INFINITY, ...newer);
}

/** Whether a turn began by an epoch that was the newest of its session then, as far as its agents knew. */
export function beganValid(turn: Turn, session: Session): boolean {
  return turn.at <= outdatedAt(turn, session);
}

/** A turn in words. */
export function nameOf({ ask, attempt, epoch, gateway, at }: Turn): string {
  return `${ask.user} ${ask.number} (attempt ${attempt}, epoch ${epoch}, ${gateway}, at ${Math.round(at)} ms)`;
}
