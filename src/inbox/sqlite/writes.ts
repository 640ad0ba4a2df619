import type { DatabaseSync } from "node:sqlite";
import type { Failure } from "../inbox.ts";
import type { Claim, InboxEntry } from "../row.ts";
import { toHash } from "../rules/hash.ts";
import { toIds } from "../rules/json.ts";
import { KEPT, summary } from "../rules/limits.ts";
import { type Linked, link } from "../rules/link.ts";
import { toLinked } from "./decode.ts";
import { Retention, type RetentionOptions } from "./retention.ts";
import { prepareWrites } from "./statements.ts";

/** Every change of the file. Each method is a part of a transaction that the caller begins and commits. */
export class Writes {
  readonly retention: Retention;
  readonly #sql: ReturnType<typeof prepareWrites>;
  readonly #now: () => number;

  constructor(db: DatabaseSync, options: RetentionOptions) {
    this.#sql = prepareWrites(db);
    this.retention = new Retention(this.#sql, options);
    this.#now = options.now;
  }

  /** @param event the entry's event as JSON text */
  claim(entry: InboxEntry, event: string): Claim {
    const unknown = new Map<string, Uint8Array>();
    const known = new Map<number, Linked>();
    for (const identity of entry.ids) {
      const hash = toHash(identity);
      const row = this.#find(hash);
      if (row === undefined) unknown.set(identity, hash);
      else known.set(row.id, row);
    }
    const by = entry.ids.find((identity) => !unknown.has(identity));
    const found = known.size === 0 ? undefined : link([...known.values()]);
    const id = found?.keeper ?? this.#insert(entry, [...unknown.keys()], event);
    for (const merged of found?.merged ?? []) this.#merge(merged, id);
    for (const [identity, hash] of unknown) this.#remember(id, identity, hash, found !== undefined);
    return { status: found?.status ?? "accepted", id, ...(by !== undefined && { by }) };
  }

  #find(hash: Uint8Array): Linked | undefined {
    const columns = this.#sql.find.get(hash);
    if (columns === undefined || !this.retention.isOver(columns)) return columns && toLinked(columns);
    this.retention.forget(Number(columns.id));
    return undefined;
  }

  #insert({ sessionKey, account, transport }: InboxEntry, ids: readonly string[], event: string): number {
    const { lastInsertRowid } = this.#sql.insertRow.run(sessionKey, account, transport, this.#now());
    this.#sql.insertEvent.run(lastInsertRowid, JSON.stringify(ids), event);
    return Number(lastInsertRowid);
  }

  #remember(row: number, identity: string, hash: Uint8Array, isLate: boolean): void {
    this.#sql.insertIdentity.run(hash, row);
    if (isLate) this.#sql.addId.run(identity, row);
  }

  #merge(id: number, keeper: number): void {
    for (const identity of toIds(this.#sql.readIds.get(id)?.ids)) this.#sql.addId.run(identity, keeper);
    this.#sql.moveIdentities.run(keeper, id);
    this.complete(id, "merged");
  }

  start(id: number): number | undefined {
    const columns = this.#sql.start.get(id);
    return columns && Number(columns.attempts);
  }

  complete(id: number, outcome: string): void {
    if (this.#end(id, outcome, "pending") && !KEPT.includes(outcome)) this.#sql.deleteEvent.run(id);
  }

  drop(id: number): boolean {
    const hasEnded = this.#end(id, "dropped", "dead");
    return this.#sql.deleteEvent.run(id).changes > 0 || hasEnded;
  }

  #end(id: number, outcome: string, alsoFrom: string): boolean {
    return this.#sql.end.run(outcome, this.#now(), this.retention.settledAt, id, alsoFrom).changes > 0;
  }

  fail(id: number, { error, retryAt }: Failure): void {
    if (retryAt === undefined) this.#sql.giveUp.run(summary(error), this.#now(), id);
    else this.#sql.retryLater.run(summary(error), retryAt, id);
  }

  /** The new row comes first, so that its id is one that was never used. */
  retry(id: number): number | undefined {
    const { changes, lastInsertRowid: next } = this.#sql.requeue.run(id);
    if (changes === 0) return undefined;
    this.#sql.moveEvent.run(next, id);
    this.#sql.moveIdentities.run(next, id);
    this.#sql.deleteRow.run(id);
    return Number(next);
  }

  /** A small write: does the disk take it? */
  probe(): void {
    this.#sql.probe.run();
  }
}
