import type { Arrival } from "../fact/arrival.ts";
import type { Fact } from "../fact/fact.ts";
import { type Failure, type FailureKind, NO_REASON } from "./incident.ts";
import { sameRun } from "./nested-lanes.ts";

const SKIPPED: Readonly<Record<string, FailureKind>> = {
  reply_operation_aborted: "aborted",
  "reply-operation-aborted": "aborted",
  "reply-operation-active": "busy",
  reply_operation_active: "busy",
};
/** Two lines about one failure are no further apart, in ms. */
const TOGETHER_MS = 5000;
/** After the watchdog has given a message up, its dispatch may still wait for long, in ms. */
const ADOPTION_MS = 3600_000;
const SESSION_LANE = /^session:(?<session>.+)$/;

/** The failures of a log that have shown so far, and are not examined yet. */
export class Failures {
  readonly open: Failure[] = [];
  #adoption: Failure | undefined;

  /** @param own the message that has ended by this fact, if it did */
  take(fact: Fact, own: Arrival | undefined): void {
    if (fact.kind === "lane-failed") this.#laneFailed(fact);
    if (fact.kind === "processed") this.#processed(fact, own);
    if (fact.kind === "expired") this.#add("expired", fact, `expired by the host (${fact.reason})`);
    if (fact.kind === "evicted") this.#add("evicted", fact, "evicted from the channel's queue");
    if (fact.kind === "adoption-stalled") this.#adoption = this.#add("adoption", fact, "not adopted in time");
    if (fact.kind === "adoption-lost") this.#adoptionLost(fact);
  }

  /** Removes those that showed before a moment: what belongs to them has been read. */
  shownBefore(at: number): Failure[] {
    const ready = this.open.filter((failure) => failure.at < at);
    if (ready.length > 0) this.open.splice(0, this.open.length, ...this.open.filter((it) => it.at >= at));
    return ready;
  }

  add(failure: Failure): void {
    this.open.push(failure);
  }

  #laneFailed(fact: Fact): void {
    const { lane = "", ms = "0", error = "", place } = fact;
    const session = SESSION_LANE.exec(lane)?.groups?.session;
    const known = this.open.find((it) => sameRun(it, fact));
    const failure = known ?? this.#add("lanes", fact, error);
    failure.session ??= session;
    failure.lanes.push({ name: lane, durationMs: Number(ms) });
    if (known) failure.places.push(place);
    this.#joinAborted(failure);
  }

  /** A turn that the host has said to be aborted: its lanes say so once more. */
  #joinAborted(failure: Failure): void {
    const { session, at, lanes, places } = failure;
    const isIt = (it: Failure) =>
      it.kind === "aborted" && it.session === session && it.at >= at - TOGETHER_MS && it.lanes.length === 0;
    const aborted = session === undefined ? undefined : this.open.find(isIt);
    if (!aborted) return;
    this.open.splice(this.open.indexOf(failure), 1);
    aborted.lanes.push(...lanes);
    aborted.places.push(...places);
  }

  #processed(fact: Fact, own: Arrival | undefined): void {
    const { outcome, reason = "", error, session, at } = fact;
    const kind = outcome === "error" ? "error" : outcome === "skipped" ? SKIPPED[reason] : undefined;
    if (!kind) return;
    const told = this.open.find(
      (it) => it.session === session && it.at >= at - TOGETHER_MS && it.kind === "lanes",
    );
    if (told) told.own ??= own;
    else this.#add(kind, fact, error || reason || NO_REASON).own = own;
  }

  #adoptionLost(fact: Fact): void {
    const known = this.#adoption;
    if (known && fact.at - known.at < ADOPTION_MS) known.places.push(fact.place);
    else this.#add("adoption", fact, `ingress adoption lost: ${fact.reason}`);
    this.#adoption = undefined;
  }

  #add(kind: FailureKind, fact: Fact, error: string): Failure {
    const failure = failureOf(kind, fact, error);
    this.open.push(failure);
    return failure;
  }
}

function failureOf(kind: FailureKind, fact: Fact, error: string): Failure {
  const { at, time, exactMs, session, place, seconds = "0", ms = Number(seconds) * 1000 } = fact;
  const seen = { at, startedAt: at - Number(ms), time, exactMs, places: [place] };
  const { message, chat } = fact;
  const about = kind === "adoption" ? { message } : kind === "evicted" ? { chat } : {};
  return { kind, ...seen, session, error, lanes: [], own: undefined, ...about };
}
