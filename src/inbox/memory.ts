import { defaultSettledTtlMs } from "../delays.ts";
import { InboxError } from "./errors.ts";
import type { Failure, Inbox, InboxOptions, InboxStats, InboxWatcher, ListQuery } from "./inbox.ts";
import { MemoryTable, unscheduled } from "./memory/memory-table.ts";
import type { Claim, InboxEntry, InboxItem, InboxRow } from "./row.ts";
import { checkEntry, checkFailure, checkId, checkOutcome, checkQuery } from "./rules/check.ts";
import { summary } from "./rules/limits.ts";
import { link } from "./rules/link.ts";

export * from "./public.ts";

/**
 * An inbox that forgets everything when the process ends: for tests, for the replay, and for a gateway that
 * is told to run without a file. Otherwise it behaves as the durable ones do.
 *
 * @example
 * import { createMemoryInbox } from "feishu-dispatch-dedup/inbox/memory";
 *
 * const inbox = createMemoryInbox();
 * const event = { schema: "2.0", header: {}, event: {} };
 * const claim = await inbox.claim({ event, ids: ["om_1"], sessionKey: "s", account: "a", transport: "webhook" });
 * if (claim.status === "accepted") await inbox.complete(claim.id);
 */
export function createMemoryInbox(options: InboxOptions = {}): Inbox {
  return new MemoryInbox(options);
}

class MemoryInbox implements Inbox {
  readonly #table: MemoryTable;
  readonly #watchers = new Set<InboxWatcher>();
  readonly #settledTtlMs: number;
  readonly #now: () => number;
  #closed = false;

  constructor({ settledTtlMs = defaultSettledTtlMs, now = Date.now }: InboxOptions) {
    this.#settledTtlMs = settledTtlMs;
    this.#now = now;
    this.#table = new MemoryTable(now);
  }

  async claim(entry: InboxEntry): Promise<Claim> {
    this.#mustBeOpen();
    const event = checkEntry(entry);
    this.#table.forget(this.#settledTtlMs);
    const by = entry.ids.find((identity) => this.#table.knows(identity));
    const found = link(this.#table.sharing(entry.ids));
    const id = found?.keeper ?? this.#table.insert(entry, event, this.#now());
    for (const merged of found?.merged ?? []) this.#merge(merged, id);
    this.#table.remember(id, entry.ids);
    return { status: found?.status ?? "accepted", id, ...(by !== undefined && { by }) };
  }

  #merge(id: number, keeper: number): void {
    const row = this.#table.pending(id);
    if (row === undefined) return;
    this.#table.release(row);
    this.#table.end({ ...row, ids: [] }, "merged");
    this.#table.remember(keeper, row.ids);
  }

  async start(id: number): Promise<number | undefined> {
    this.#mustBeOpen();
    const row = this.#table.pending(checkId(id));
    if (row === undefined) return undefined;
    this.#table.put({ ...unscheduled(row), attempts: row.attempts + 1 });
    return row.attempts + 1;
  }

  async complete(id: number, outcome = "completed"): Promise<void> {
    this.#mustBeOpen();
    checkOutcome(outcome);
    const row = this.#table.pending(checkId(id));
    if (row !== undefined) this.#table.end(row, outcome);
  }

  async fail(id: number, failure: Failure): Promise<void> {
    this.#mustBeOpen();
    checkFailure(failure);
    const { error, retryAt } = failure;
    const row = this.#table.pending(checkId(id));
    if (row === undefined) return;
    const next = retryAt === undefined ? ({ status: "dead", endedAt: this.#now() } as const) : { retryAt };
    this.#table.put({ ...unscheduled(row), ...next, error: summary(error) });
  }

  async *pending(filter: { readonly sessionKey?: string } = {}): AsyncGenerator<InboxItem> {
    this.#mustBeOpen();
    for (const { id } of this.#table.select({ ...filter, status: "pending" })) {
      this.#mustBeOpen();
      const row = this.#table.pending(id);
      if (row !== undefined) yield this.#table.item(row);
    }
  }

  watch(watcher: InboxWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  health(): { readonly ok: true } {
    return { ok: true };
  }

  async get(id: number): Promise<InboxItem | undefined> {
    this.#mustBeOpen();
    const row = this.#table.get(checkId(id));
    return row && this.#table.item(row);
  }

  async list(query: ListQuery = {}): Promise<InboxRow[]> {
    this.#mustBeOpen();
    return this.#table.list(checkQuery(query));
  }

  async count(query: ListQuery = {}): Promise<number> {
    this.#mustBeOpen();
    return this.#table.select(checkQuery(query)).length;
  }

  async retry(id: number): Promise<number | undefined> {
    this.#mustBeOpen();
    const row = this.#table.get(checkId(id));
    const next = row && this.#table.requeue(row);
    if (next === undefined) return undefined;
    for (const watcher of this.#watchers) watcher.retried?.(this.#table.item(next));
    return next.id;
  }

  async drop(id: number): Promise<boolean> {
    this.#mustBeOpen();
    const row = this.#table.get(checkId(id));
    return row !== undefined && this.#table.drop(row);
  }

  async stats(): Promise<InboxStats> {
    this.#mustBeOpen();
    return this.#table.stats();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watchers.clear();
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new InboxError("ERR_INBOX_CLOSED", "The inbox is closed.");
  }
}
