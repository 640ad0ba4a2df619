import { repetitions } from "./again.ts";
import { unanswered } from "./answers.ts";
import type { Fault } from "./fault.ts";
import { type Ask, type History, readHistory } from "./history.ts";
import type { Journal } from "./journal.ts";
import { disorders, mixedSessions, overlaps } from "./sessions.ts";
import { acknowledged } from "./when.ts";

/**
 * Judges a day by what was seen of it from outside.
 *
 * - Everything acknowledged that asks for a turn is answered once: every line of its agent's last turn was sent,
 *   none under two `uuid`s. Or the user can see that it is not: by `errors.message`, once, when the agent refused,
 *   was given up after the last attempt or ran out of its time, or when Feishu refused the reply; by the answer to a
 *   `/stop` that came while it had its turn; by the toast of a card, which counts as not acknowledged.
 * - `/stop` and `/status` have one answer of the gateway's own.
 * - Turns of one session begin in the order in which they were acknowledged, as far as that is certain: what has to
 *   be delivered again may have been kept the first time, so it counts from its first delivery to its
 *   acknowledgement, and either order is right for two that cross. Asides keep no order.
 * - They never run at once. What a process had begun is over with it.
 * - A turn that has come to its end does not run again, unless its gateway ended before it could note that.
 * - A gateway ends when it is told to, with 0 after SIGTERM, and in time.
 */
export function check(journal: Journal): Fault[] {
  const history = readHistory(journal);
  return [
    ...unanswered(history),
    ...disorders(history),
    ...overlaps(history),
    ...repetitions(history),
    ...mixedSessions(history),
    ...history.strays.map((text): Fault => ({ kind: "wrong", asks: [], text })),
    ...[...history.asks.values()].flatMap(neverTaken),
    ...badEnds(history),
  ];
}

/** Feishu tries for so long that everything is acknowledged at some time; but a card's action it sends once. */
function neverTaken(ask: Ask): Fault[] {
  const [first] = ask.pushes;
  const isTriedAgain = ask.pushes.some(({ sent }) => first?.ended && sent.index > first.ended.index);
  const isTurnedAway = ask.pushes.some((push) => push.isTurnedAway);
  if (acknowledged(ask) || isTurnedAway || !isTriedAgain) return [];
  return [{ kind: "lost", asks: [ask.name], text: `${ask.name} was never acknowledged` }];
}

function badEnds({ ends, terms }: History): Fault[] {
  return ends.flatMap(({ gateway, signal, code, tookMs, at }) => {
    const when = `the gateway ${gateway} at ${Math.round(at)} ms`;
    const fault = (text: string): Fault[] => [{ kind: "process", asks: [], text: `${when} ${text}` }];
    if (signal === undefined) return fault(`ended by itself with code ${code}`);
    if (signal === "SIGTERM" && code !== 0) return fault(`ended with code ${code} after SIGTERM`);
    if (tookMs > terms.longestEndMs) return fault(`took ${Math.round(tookMs)} ms to end`);
    return [];
  });
}
