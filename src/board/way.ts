import type { Fact } from "../journal/facts.ts";
import type { Message } from "../journal/view/message.ts";
import type { NotRun } from "../journal/view/not-run.ts";
import type { JournalView } from "../journal/view/view.ts";
import type { Chart, Mark, MarkKind, Turn, TurnStatus } from "../timeline/timeline.ts";
import type { Way } from "./contract.ts";
import { messageRow } from "./rows.ts";

/** So many messages of the session are drawn, and so far back they are looked for. */
const MOST_DRAWN = 200;
const MOST_LOOKED_AT = 1000;

/** What happened to the message of a row; without anything where nothing is known of it any more. */
export function wayOf(view: JournalView, row: number, now: number): Way {
  const message = view.message(row);
  if (!message) return { facts: [], leftOut: 0 };
  const { sessionKey, outcome, way, leftOut } = message;
  const chart = chartOf(view, sessionKey, now);
  return { message: { ...messageRow(message), sessionKey, outcome }, facts: way, leftOut, chart };
}

/** A session over time: what has run and runs in it, and what was not run. */
function chartOf(view: JournalView, key: string, now: number): Chart {
  const running = view.session(key)?.running ?? [];
  const waiting = view.waiting(key, { limit: MOST_DRAWN }).map(({ message }) => message);
  const over = view.recent({ limit: MOST_LOOKED_AT }).filter(({ sessionKey }) => sessionKey === key);
  const messages = [...over.reverse(), ...running, ...waiting].slice(-MOST_DRAWN);
  const start = Math.min(now, ...messages.map(({ receivedAt }) => receivedAt));
  const missed = view
    .notRun({ limit: MOST_LOOKED_AT })
    .filter(({ sessionKey, at }) => sessionKey === key && at >= start);
  const turns = messages.flatMap((message) => turnOf(message, start, now) ?? []);
  const marks = [
    ...messages.flatMap((message) => marksOf(message, start)),
    ...missed.flatMap((it) => repetition(it, start)),
  ];
  return { name: key, panels: [{ name: "session", summary: "", turns, marks }] };
}

function turnOf(message: Message, start: number, now: number): Turn | undefined {
  const { sessionKey: session, command, receivedAt, startedAt, since, state, kind } = message;
  // What got no turn has none to draw.
  if (startedAt === undefined && state === "over") return undefined;
  return {
    ...{ id: nameOf(message), session, text: command },
    arrivedAt: receivedAt - start,
    startedAt: (startedAt ?? now) - start,
    endedAt: (state === "over" ? since : now) - start,
    kind: kind === "interrupt" ? "barrier" : kind,
    status: statusOf(message),
  };
}

function statusOf({ state, outcome }: Message): TurnStatus {
  if (state === "waiting") return "waiting";
  if (state !== "over") return "running";
  return outcome === "dead" ? "failed" : outcome === "completed" ? "ok" : "cut-off";
}

/** What is drawn of facts as they are; the rest is in the turns, or of its own. */
const marked: Partial<Readonly<Record<Fact["type"], MarkKind>>> = {
  acknowledged: "ack",
  replied: "reply",
  recalled: "recall",
};

function marksOf(message: Message, start: number): Mark[] {
  const { sessionKey: session, way, kind, receivedAt, startedAt, outcome, since } = message;
  const common = { session, id: nameOf(message), text: message.command };
  const mark = (kind: MarkKind, at: number): Mark => ({ ...common, kind, at: at - start });
  const told = way.flatMap(({ type, at }) => (marked[type] ? [mark(marked[type], at)] : []));
  const isBarrier = kind === "barrier" || kind === "interrupt";
  const order = isBarrier
    ? [mark("barrier", receivedAt)]
    : kind === "bypass"
      ? [mark("bypass", receivedAt)]
      : [];
  const unrun =
    outcome !== undefined && startedAt === undefined ? [{ ...mark("not-run", since), note: outcome }] : [];
  return [mark("arrival", receivedAt), ...order, ...told, ...unrun];
}

function repetition({ why, at, row, by, messageId, sessionKey: session }: NotRun, start: number): Mark[] {
  if (by === undefined) return [];
  const kind = why === "duplicate" ? "duplicate" : "join";
  return [{ kind, at: at - start, session, id: messageId, of: String(row), by }];
}

function nameOf({ messageId, row }: Message): string {
  return messageId ?? String(row);
}
