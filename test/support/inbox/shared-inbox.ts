import type {
  Claim,
  Failure,
  Hold,
  Inbox,
  InboxEntry,
  InboxItem,
  InboxWatcher,
} from "../../../src/inbox/inbox.ts";
import type { SharedTable } from "./shared-table.ts";

/** The inbox of one process. What it knows of its sessions may be out of date; what it writes is checked in the store. */
export class SharedInbox implements Inbox {
  readonly #store: SharedTable;
  readonly #knows = new Map<string, number>();
  readonly #watchers = new Set<InboxWatcher>();
  /** Rows that it has started, by id, with their sessions. */
  readonly #started = new Map<number, string>();
  #mail: Array<() => void> = [];
  hasLeft = false;
  /** What it was to write, and by which hold. */
  readonly writes: string[] = [];
  /** Whether it gets no mail, as a process that was stopped. */
  isDeaf = false;

  constructor(store: SharedTable) {
    this.#store = store;
  }

  readonly sharing = {
    epochOf: (sessionKey: string) => this.#knows.get(sessionKey),
    leave: async () => {
      this.hasLeft = true;
      for (const key of this.#store.sessionsOf(this)) await this.#letGo(key);
    },
  };

  async claim(entry: InboxEntry): Promise<Claim> {
    const claim = await this.#store.table.claim(entry);
    const { sessionKey } = entry;
    const holder = claim.status === "accepted" ? this.#store.holderFor(sessionKey, this) : undefined;
    if (holder && holder !== this) {
      const item = await this.#store.table.get(claim.id);
      if (item) holder.post(() => holder.hear(item));
    }
    this.read();
    return claim;
  }

  async start(id: number, hold?: Hold): Promise<number | undefined> {
    this.writes.push(`start ${id} by ${hold?.epoch}`);
    const key = await this.#mayWrite(id, hold);
    if (key === undefined || this.hasLeft) return undefined;
    this.#started.set(id, key);
    return this.#store.table.start(id);
  }

  async complete(id: number, outcome?: string, hold?: Hold): Promise<void> {
    this.writes.push(`complete ${id} by ${hold?.epoch}`);
    const key = await this.#mayWrite(id, hold);
    if (key === undefined) return;
    await this.#store.table.complete(id, outcome);
    await this.#ended(id, key);
  }

  async fail(id: number, failure: Failure, hold?: Hold): Promise<void> {
    this.writes.push(`fail ${id} by ${hold?.epoch}`);
    const key = await this.#mayWrite(id, hold);
    if (key === undefined) return;
    await this.#store.table.fail(id, failure);
    await this.#ended(id, key);
  }

  watch(watcher: InboxWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  pending = (filter?: { readonly sessionKey?: string }) => this.#store.table.pending(filter);
  health = () => this.#store.table.health();
  get = (id: number) => this.#store.table.get(id);
  list: Inbox["list"] = (query) => this.#store.table.list(query);
  count: Inbox["count"] = (query) => this.#store.table.count(query);
  retry = (id: number) => this.#store.table.retry(id);
  drop = (id: number) => this.#store.table.drop(id);
  stats = () => this.#store.table.stats();
  close = () => this.sharing.leave();

  /** Tells it something, some time later. */
  post(letter: () => void): void {
    this.#mail.push(letter);
    setImmediate(() => this.read());
  }

  /** Hears what there is for it now. */
  read(): void {
    if (this.isDeaf) return;
    for (const letter of this.#mail.splice(0)) letter();
  }

  hear(item: InboxItem): void {
    for (const watcher of this.#watchers) watcher.arrived?.(item);
  }

  learn(sessionKey: string, epoch: number): void {
    this.#knows.set(sessionKey, epoch);
  }

  forget(sessionKey: string): void {
    this.#knows.delete(sessionKey);
  }

  /** It is not sure of the session any more. @param epoch by which it had it, when it may have it again by another */
  lose(sessionKey: string, epoch = this.#knows.get(sessionKey)): void {
    const has = this.#knows.get(sessionKey);
    this.#knows.delete(sessionKey);
    for (const watcher of this.#watchers) watcher.lost?.(sessionKey);
    if (has !== undefined && has !== epoch) this.#knows.set(sessionKey, has);
  }

  /** It is sure again: nobody has taken the session meanwhile. */
  async regain(sessionKey: string): Promise<void> {
    const held = this.#store.held(sessionKey);
    if (held?.by !== this) return;
    this.learn(sessionKey, held.epoch);
    for await (const item of this.pending({ sessionKey })) this.post(() => this.hear(item));
  }

  /** The session of a row that it may write; undefined when that is another's. */
  async #mayWrite(id: number, { epoch }: Hold = {}): Promise<string | undefined> {
    const row = await this.#store.table.get(id);
    const held = row && this.#store.held(row.sessionKey);
    if (held?.by !== this) return undefined;
    const by = epoch ?? this.#knows.get(row?.sessionKey ?? "");
    return held.epoch === by ? row?.sessionKey : undefined;
  }

  async #ended(id: number, key: string): Promise<void> {
    this.#started.delete(id);
    await this.#letGo(key);
  }

  async #letGo(key: string): Promise<void> {
    if (![...this.#started.values()].includes(key)) await this.#store.release(key, this);
  }
}
