import { setImmediate } from "node:timers/promises";
import type { Failure, Inbox, InboxHealth, InboxItem, InboxWatcher } from "../inbox.ts";
import type { Claim, InboxEntry } from "../row.ts";
import { checkEntry, checkFailure, checkId, checkOutcome } from "../rules/check.ts";
import { SqliteAdmin } from "./admin.ts";

/** Rows that `pending()` reads at once. */
const PAGE = 200;

/** The inbox of the gateway that holds the file. */
export class SqliteInbox extends SqliteAdmin implements Inbox {
  readonly #watchers = new Set<InboxWatcher>();
  #poll: NodeJS.Timeout | undefined;

  async claim(entry: InboxEntry): Promise<Claim> {
    const event = checkEntry(entry);
    return this.write((writes) => writes.claim(entry, event));
  }

  async start(id: number): Promise<number | undefined> {
    checkId(id);
    return this.write((writes) => writes.start(id), true);
  }

  async complete(id: number, outcome = "completed"): Promise<void> {
    checkId(id);
    checkOutcome(outcome);
    await this.write((writes) => writes.complete(id, outcome), true);
  }

  async fail(id: number, failure: Failure): Promise<void> {
    checkId(id);
    checkFailure(failure);
    await this.write((writes) => writes.fail(id, failure), true);
  }

  async *pending({ sessionKey }: { readonly sessionKey?: string } = {}): AsyncGenerator<InboxItem> {
    let after = 0;
    while (true) {
      const page = this.read((reads) => reads.pending(after, PAGE, sessionKey));
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
      await setImmediate(); // Thousands of rows must not keep everything else from running.
    }
  }

  watch(watcher: InboxWatcher): () => void {
    this.mustBeOpen();
    this.#watchers.add(watcher);
    if (this.#poll === undefined) this.#lookLater();
    return () => this.#watchers.delete(watcher);
  }

  health(): InboxHealth {
    return this.commit.health();
  }

  override async close(): Promise<void> {
    this.#watchers.clear();
    this.connection.settings.timers.clearTimeout(this.#poll);
    await super.close();
  }

  /**
   * Other processes cannot call, so their doings are looked for: the next transaction finds them, and a lock that is gone.
   * It forgets as well, so that no text stays for longer since nothing arrives.
   */
  #lookLater(): void {
    const { timers, pollMs } = this.connection.settings;
    this.#poll = timers.setTimeout(() => {
      this.#poll = undefined;
      if (this.#watchers.size === 0) return;
      const isHeld = this.connection.lock?.isHeld() ?? true;
      if (this.store.isDue() || !isHeld) void this.write(() => {});
      this.#lookLater();
    }, pollMs);
    this.#poll.unref();
  }

  protected override onRetried(items: readonly InboxItem[]): void {
    for (const item of items) for (const watcher of [...this.#watchers]) watcher.retried?.(item);
  }

  protected override onHealth(health: InboxHealth): void {
    for (const watcher of [...this.#watchers]) watcher.health?.(health);
  }
}
