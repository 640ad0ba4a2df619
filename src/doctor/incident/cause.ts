import { type Arrival, metTurn } from "../fact/arrival.ts";
import type { Fact, FactKind } from "../fact/fact.ts";
import type { Around } from "./around.ts";
import { type Evidence, type Failure, type Incident, NO_REASON } from "./incident.ts";
import type { Cause } from "./words.ts";

type Found = Pick<Incident, "cause" | "certainty" | "evidence" | "suspects">;

/** Errors of a session that something else has changed, as the host words them. */
const CHANGED =
  /EmbeddedAttemptSessionTakeoverError|^session file changed while|outside the current turn|session initialization conflicted|changed while starting work/;
/** The error of 2026.9 for a turn that a `/new` has ended. */
const ABORTED = /^agent run aborted for restart/;
const WRITERS: readonly FactKind[] = ["compaction", "cron", "heartbeat", "turn", "called"];

/** Why a failure happened, as far as what was read around it tells. */
export function causeOf(failure: Failure, around: Around): Found {
  const others = othersDuring(failure, around);
  switch (failure.kind) {
    case "expired":
      return seen("run-stalled", [showed(failure)]);
    case "adoption":
      return seen("adoption-watchdog", [showed(failure)]);
    case "evicted":
      return seen("queue-eviction", [showed(failure)]);
    case "twice":
      return answeredTwice(failure);
    case "aborted":
      return aborted(failure, around, others);
    case "busy":
      return seen("another-dispatch", [showed(failure)]);
    default:
      return byError(failure, around, others);
  }
}

/** 2026.9 gives no reason where the Control UI ended a turn. */
function byError(failure: Failure, around: Around, others: readonly Arrival[]): Found {
  const { error } = failure;
  if (ABORTED.test(error)) return aborted(failure, around, others);
  return error === NO_REASON || CHANGED.test(error) ? changed(failure, around, others) : ownError(failure);
}

function aborted(failure: Failure, around: Around, others: readonly Arrival[]): Found {
  return others.length > 0 ? byOthers("silent-abort", failure, others) : changed(failure, around, []);
}

function changed(failure: Failure, around: Around, others: readonly Arrival[]): Found {
  if (others.length > 0) return byOthers("another-dispatch", failure, others);
  const writers = writersDuring(failure, around);
  const suspects = writers.filter(({ session }) => session === undefined).map((it) => wrote(failure, it));
  const mine = writers.filter(({ session }) => session !== undefined).map((it) => wrote(failure, it));
  if (mine.length > 0) return { cause: "another-writer", certainty: "likely", evidence: mine, suspects };
  return { cause: "unknown", certainty: "none", evidence: [], suspects };
}

/** Those that may have changed the session: a plain message waits behind the turn. */
function othersDuring(failure: Failure, { arrivals }: Around): Arrival[] {
  const { startedAt, at, own, session } = failure;
  const mayChange = (it: Arrival) => it.resets !== false && metTurn(it, own, startedAt, at);
  return arrivals.filter((it) => it.session === session && mayChange(it));
}

function byOthers(cause: Cause, failure: Failure, others: readonly Arrival[]): Found {
  const certainty = others.some(({ resets }) => resets) ? "seen" : "likely";
  const evidence = others.map((arrival) => {
    const { dispatchedAt = arrival.at } = arrival;
    return { ...evidenceOf(failure, arrival, dispatchedAt, cameBy(arrival, failure.own)), arrival };
  });
  return { cause, certainty, evidence, suspects: [] };
}

/** Which way a message came to the session, beside that of the turn it met. */
function cameBy({ command, sender, thread, chat, channel }: Arrival, own: Arrival | undefined): string {
  const what = command ?? "a message";
  if (channel) return `${what} by the channel ${channel}`;
  if (own && sender !== own.sender) return `${what} of another user`;
  if (thread !== own?.thread)
    return `${what} ${thread ? "in a thread" : "outside the thread"} of the same chat`;
  if (own && chat !== own.chat) return `${what} in another chat`;
  return `${what} of the same user, in the same session`;
}

function writersDuring({ startedAt, at }: Failure, { facts }: Around): Fact[] {
  const isWriter = ({ kind, trigger }: Fact) =>
    WRITERS.includes(kind) && !(kind === "turn" && trigger === "user");
  return facts.filter((fact) => isWriter(fact) && fact.at > startedAt && fact.at <= at);
}

function wrote(failure: Failure, fact: Fact): Evidence {
  const { kind, trigger, method } = fact;
  const what = kind === "turn" ? `a turn of ${trigger}` : kind === "called" ? `a call of ${method}` : kind;
  return evidenceOf(failure, fact, fact.at, what);
}

function answeredTwice(failure: Failure): Found {
  const { before } = failure;
  if (!before) return { cause: "unknown", certainty: "none", evidence: [], suspects: [] };
  const what = `the first answer, to a message with the same ${before.by}`;
  const evidence = [evidenceOf(failure, before.arrival, before.arrival.at, what)];
  const certainty = before.by === "message id" ? "seen" : "likely";
  return { cause: "duplicate-answered", certainty, evidence, suspects: [] };
}

function ownError(failure: Failure): Found {
  return seen("own-error", [showed(failure)]);
}

function seen(cause: Cause, evidence: readonly Evidence[]): Found {
  return { cause, certainty: "seen", evidence, suspects: [] };
}

/** The line of the failure says it itself. */
function showed(failure: Failure): Evidence {
  const [place = { file: "", line: 0 }] = failure.places;
  return { what: failure.error, time: failure.time, place, afterMs: failure.at - failure.startedAt };
}

function evidenceOf(
  { startedAt }: Failure,
  { time, place }: Pick<Fact, "time" | "place">,
  at: number,
  what: string,
): Evidence {
  return { what, time, place, afterMs: at - startedAt };
}
