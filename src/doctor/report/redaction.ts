/** Ids of Feishu's, and whatever else is long enough and random enough to be one. */
const ID = /\b(?:(?<prefix>ou|on|oc|om|omt|cli|od)_[\w-]{4,}|[\da-f]{8}-[\da-f-]{20,}|[\da-f]{16,})/gi;
/** The last part of a path is kept. */
const PATH = /(?:[A-Za-z]:)?(?:[/\\][^\s"'/\\:]+)+[/\\](?<last>[^\s"'/\\:]+)/g;
/** What a session key is made of, beside names and ids of people and chats. */
const KEY_WORDS = new Set([
  "agent",
  "main",
  "feishu",
  "direct",
  "group",
  "thread",
  "topic",
  "default",
  "session",
  "sender",
]);
const SESSION = /\b(?:session:)?agent:[^\s"]+/g;

/** Replaces ids by others, the same by the same: `ou_1`, `om_2`, `id-3`; and hides where files lie. */
export class Redaction {
  readonly #show: boolean;
  readonly #aliases = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** @param show leaves everything as it is */
  constructor(show: boolean) {
    this.#show = show;
  }

  /** A text with ids somewhere in it, as an error has. */
  text(text: string): string {
    if (this.#show) return text;
    return this.#ids(text.replace(SESSION, (key) => this.#key(key)).replace(PATH, "…/$<last>"));
  }

  /** Something that is an id, whatever it looks like. */
  id(id: string): string {
    if (this.#show) return id;
    const found = this.#ids(id);
    return found === id && id !== "" ? this.#alias("id", id) : found;
  }

  /** A session key or a lane: what it is made of stays, whose it is does not. */
  session(key: string): string {
    return this.#show ? key : this.#key(key);
  }

  #key(key: string): string {
    return key
      .split(":")
      .map((part) => (KEY_WORDS.has(part) || part === "" ? part : this.id(part)))
      .join(":");
  }

  #ids(text: string): string {
    return text.replace(ID, (id, prefix?: string) => this.#alias(prefix ?? "id", id.toLowerCase()));
  }

  #alias(kind: string, id: string): string {
    const known = this.#aliases.get(id);
    if (known) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const alias = kind === "id" ? `id-${count}` : `${kind}_${count}`;
    this.#aliases.set(id, alias);
    return alias;
  }
}
