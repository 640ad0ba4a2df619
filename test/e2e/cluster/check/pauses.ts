import { outdatedAt, type Session } from "./history.ts";

/** A time in which a user waited and nothing was done about it. In ms. */
export interface Pause {
  readonly user: string;
  readonly from: number;
  readonly ms: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The longest time in which a session had something that was acknowledged and not answered, and no turn that counted. */
export function longestPause(sessions: readonly Session[]): Pause | undefined {
  const pauses = sessions.flatMap((session) => pausesOf(session));
  return pauses.toSorted((a, b) => b.ms - a.ms)[0];
}

function pausesOf(session: Session): Pause[] {
  const needed = session.asks.flatMap(({ ackedAt, said: [first] }): Span[] =>
    ackedAt === undefined ? [] : [{ from: ackedAt, to: first?.at ?? ackedAt }],
  );
  const busy = session.turns.map((turn) => ({
    from: turn.at,
    to: Math.min(turn.ended?.at ?? Number.POSITIVE_INFINITY, outdatedAt(turn, session)),
  }));
  return needed.flatMap((span) =>
    without(span, busy).map(({ from, to }) => ({ user: session.user, from, ms: to - from })),
  );
}

/** What is left of a span, outside of all others. */
function without(span: Span, others: readonly Span[]): Span[] {
  let { from } = span;
  const left: Span[] = [];
  for (const other of others.toSorted((a, b) => a.from - b.from)) {
    if (other.from > from) left.push({ from, to: Math.min(other.from, span.to) });
    from = Math.max(from, other.to);
    if (from >= span.to) return left;
  }
  return [...left, { from, to: span.to }];
}
