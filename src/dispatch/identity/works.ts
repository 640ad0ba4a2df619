import type { Caller, Recognised } from "../turn/caller.ts";
import { Work } from "../turn/work.ts";
import type { RecalledIdentities } from "./recalled.ts";
import type { SettledIdentities } from "./settled.ts";

const none: readonly Work[] = [];

/**
 * Which work is it? The work that is queued or running, by every identity it is known by, and what becomes of those
 * identities: they pass to another work, are free again, or are remembered as settled.
 */
export class Works {
  readonly #byId = new Map<string, Work>();
  readonly #settled: SettledIdentities;
  readonly #recalled: RecalledIdentities;

  constructor(settled: SettledIdentities, recalled: RecalledIdentities) {
    this.#settled = settled;
    this.#recalled = recalled;
  }

  /** Every work known by one of these identities; more than one when they link works thought to be different. */
  find(ids: readonly string[]): readonly Work[] {
    let found: Work[] | undefined;
    for (const id of ids) {
      const work = this.#byId.get(id);
      if (!work) continue;
      if (!found) found = [work];
      else if (!found.includes(work)) found.push(work);
    }
    return found ?? none;
  }

  /** Is this work known by one of these identities? */
  knows(work: Work, ids: readonly string[]): boolean {
    return ids.some((id) => this.#byId.get(id) === work);
  }

  /** The finished work that is remembered by one of these identities. */
  recognise(ids: readonly string[]): Recognised | undefined {
    return this.#settled.find(ids);
  }

  /** Was a message recalled that is known by one of these identities? */
  isRecalled(ids: readonly string[]): boolean {
    return this.#recalled.hasAny(ids);
  }

  /** A message that is known by these identities was recalled, and with it the works that they link to it. */
  recall(ids: readonly string[], known: readonly Work[]): void {
    this.#recalled.add(ids);
    for (const work of known) this.#recalled.add(work.ids);
  }

  /** A dispatch brings new work. */
  begin(caller: Caller, kind: Work["kind"]): Work {
    const work = new Work(caller, kind);
    this.claim(work, caller.dispatch.ids);
    return work;
  }

  /** Makes the work known by these identities, as far as no other work has them. */
  claim(work: Work, ids: readonly string[]): void {
    const free = this.find(ids).length > 0 ? ids.filter((id) => !this.#byId.has(id)) : ids;
    for (const id of free) this.#byId.set(id, work);
    work.ids = work.ids.length > 0 ? [...work.ids, ...free] : free;
  }

  /** Forgets the work. Its identities are free again. */
  release(work: Work): void {
    for (const id of work.ids) this.#byId.delete(id);
  }

  /**
   * The work is known by these identities too, and when they link it to other works, all of them are one.
   *
   * Those that still wait become a part of it. Those that have started are past uniting: they run to their end, side
   * by side if their sessions let them, but from then on count as one.
   *
   * @returns what it absorbed: works that waited, and whose callers wait for this one now
   */
  unite(work: Work, ids: readonly string[], known: readonly Work[]): Work[] {
    this.claim(work, ids);
    const others = known.filter((other) => other !== work);
    const absorbed = others.filter(({ turn }) => !turn);
    for (const other of others) {
      if (other.turn) work.pair(other);
      else this.#absorb(work, other);
    }
    return absorbed;
  }

  /**
   * The work has ended. Only success is remembered; after a failure the identities are free, so that a redelivery can
   * retry. Of twins, the first to succeed settles the identities of all, and when one fails, its identities pass to
   * another that still runs, so that nothing is started a third time.
   */
  settle(work: Work, succeeded: boolean): void {
    this.release(work);
    if (succeeded) this.#settled.add(work.ids, work.name);
    for (const twin of work.twins ?? none) {
      if (succeeded) this.#settled.add(twin.ids, work.name);
      else if (twin.turn?.live) this.claim(twin, work.ids);
    }
  }

  /**
   * A finished work is also known by these identities, and so are the works that they link to it.
   *
   * @returns those that still waited, which nobody need run any more; what runs will find itself remembered already
   */
  finish({ work: name }: Recognised, ids: readonly string[], known: readonly Work[]): readonly Work[] {
    // No new time for those remembered: a duplicate is no new success.
    this.#settled.link(ids, name);
    if (known.length === 0) return known;
    for (const work of known) this.#settled.add(work.ids, name);
    const waiting = known.filter(({ turn }) => !turn);
    for (const work of waiting) this.release(work);
    return waiting;
  }

  #absorb(work: Work, other: Work): void {
    this.release(other);
    this.claim(work, other.ids);
    if (work.kind === "ordinary") work.kind = other.kind;
  }
}

/** The one that the others become a part of: what has started, or else what came first and keeps its place. */
export function foremost(known: readonly Work[]): Work {
  return (
    known.find(({ turn }) => turn) ?? known.reduce((a, b) => (b.origin.number < a.origin.number ? b : a))
  );
}
