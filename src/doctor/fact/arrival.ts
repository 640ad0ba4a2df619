import type { Place } from "./fact.ts";

/** A message on its way, as far as the lines tell. */
export interface Arrival {
  /** When the first line about it was written. */
  readonly at: number;
  readonly time: string;
  readonly exactMs: number;
  readonly place: Place;
  /** The channel that the host names; undefined for Feishu's own. */
  readonly channel: string | undefined;
  sender: string | undefined;
  chat: string | undefined;
  thread: string | undefined;
  message: string | undefined;
  /** Whether the channel's own lines name the message; otherwise only the host's do, when it has been processed. */
  isNamed: boolean;
  session: string | undefined;
  /** A known command; `a command` where the log does not say which. */
  command: string | undefined;
  /** Whether it begins a new conversation; undefined where that cannot be told. */
  resets: boolean | undefined;
  /** Whether it asks for the running turn to end. */
  stops: boolean;
  /** Stands for its text, which is kept nowhere. */
  textHash: string | undefined;
  dispatchedAt: number | undefined;
  endedAt: number | undefined;
  /** The order of these, for times to the second do not tell it: how many facts had been read. */
  dispatchedNth: number;
  endedNth: number | undefined;
  /** Whether the bot answered it. */
  answered: boolean | undefined;
}

/** An arrival of which no more is known than when, and where that stands. */
export function unknownArrival(
  seen: Pick<Arrival, "at" | "time" | "exactMs" | "place"> & { channel?: string | undefined },
): Arrival {
  const { at, time, exactMs, place, channel } = seen;
  const who = {
    sender: undefined,
    chat: undefined,
    thread: undefined,
    message: undefined,
    session: undefined,
  };
  const said = { command: undefined, resets: undefined, stops: false, textHash: undefined };
  const done = {
    isNamed: false,
    dispatchedAt: undefined,
    endedAt: undefined,
    dispatchedNth: 0,
    endedNth: undefined,
    answered: undefined,
  };
  return { at, time, exactMs, place, channel, ...who, ...said, ...done };
}

/**
 * Whether it was with its session while another's turn ran, in this span. Without an end in the log it is taken to have
 * ended at once.
 */
export function metTurn(arrival: Arrival, own: Arrival | undefined, from: number, to: number): boolean {
  const { dispatchedAt, endedAt = dispatchedAt, dispatchedNth, endedNth = dispatchedNth } = arrival;
  if (arrival === own || dispatchedAt === undefined || endedAt === undefined) return false;
  const wasOver = own !== undefined && endedNth < own.dispatchedNth;
  return !wasOver && dispatchedAt <= to && endedAt > from;
}
