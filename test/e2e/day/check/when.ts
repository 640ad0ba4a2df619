import type { Ask, End, History, Moment, Push, Turn } from "./history.ts";

/** The first push that was acknowledged: from then on the ask is the gateway's. */
export function acknowledged(ask: Ask): Moment | undefined {
  const acked = ask.pushes.filter(({ outcome, isTurnedAway }) => outcome === "acked" && !isTurnedAway);
  return earliest(acked.map(({ ended }) => ended));
}

/** When the gateway can have got hold of the ask at the earliest: an answer may be lost, and its event kept. */
export function acceptable(ask: Ask): Moment | undefined {
  return earliest(ask.pushes.filter(mayBeKept).map(({ sent }) => sent));
}

/** When a turn was over, at the latest: what a process had begun ends with it. */
export function over(turn: Turn, { ends }: History): Moment {
  const { gateway } = turn.ask;
  const end = ends.find((end) => end.gateway === gateway && end.index > turn.began.index);
  return end && end.index < turn.ended.index ? end : turn.ended;
}

/** The ends of the ask's gateway between two moments. */
export function endsBetween({ gateway }: Ask, from: Moment, to: Moment, { ends }: History): End[] {
  return ends.filter((end) => end.gateway === gateway && end.index > from.index && end.index < to.index);
}

/**
 * Whether the first ask had to have its turn before the second: it was acknowledged before the second was sent, or
 * both came by one link, on which nothing overtakes.
 */
export function comesBefore(first: Ask, second: Ask): boolean {
  const known = acknowledged(first);
  const possible = acceptable(second);
  if (!known || !possible) return false;
  if (known.index < possible.index) return true;
  const [one, other] = [keptPush(first), keptPush(second)];
  if (one?.link === undefined || one.link !== other?.link) return false;
  const isAckedFirst = known.index < (acknowledged(second)?.index ?? 0);
  return one.sent.index < other.sent.index && isAckedFirst;
}

/** The push by which the ask came in for certain: no earlier one can have been kept. */
function keptPush(ask: Ask): Push | undefined {
  const [first] = ask.pushes.filter(mayBeKept);
  return first?.outcome === "acked" ? first : undefined;
}

/** A link that is down carries nothing; a request whose connection broke off may have arrived. */
function mayBeKept({ outcome, link, isTurnedAway }: Push): boolean {
  if (outcome === "unreachable") return link === undefined;
  return outcome !== "refused" && !isTurnedAway;
}

function earliest(moments: ReadonlyArray<Moment | undefined>): Moment | undefined {
  return moments
    .filter((moment) => moment !== undefined)
    .reduce<Moment | undefined>(
      (least, moment) => (least && least.index < moment.index ? least : moment),
      undefined,
    );
}
