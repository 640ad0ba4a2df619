import { type CommandPolicy, commandReader } from "../../dispatch/command-policy.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import { Aliases } from "./aliases.ts";

/** Feishu's own words and times: what is in them is no secret, and order and meaning hang on them. */
const KEPT = new Set(
  (
    "schema event_type create_time update_time action_time timestamp chat_type message_type sender_type " +
    "operator_type mentioned_type emoji_type tag host style language delivery_type"
  ).split(" "),
);
const MENTION = /@_(?:user_\d+|all)/g;
const LEADING_MENTIONS = /^(?:\s*@_(?:user_\d+|all))*\s*/;

/** Replaces ids, names and texts in events, each by the same wherever it stands. Known commands stay commands. */
export class Disguise {
  readonly #aliases = new Aliases();
  readonly #commandIn: ReturnType<typeof commandReader>;

  /** @param commands the middleware's command words, laid over the defaults. @default none */
  constructor(commands: CommandPolicy = {}) {
    this.#commandIn = commandReader(commands);
  }

  /** The event without anything that is somebody's; and without the verification token, which is a secret. */
  event({ header, ...rest }: FeishuEvent): object {
    const { token: _, ...others } = header;
    return Object.assign({ schema: rest.schema }, this.#inside({ header: others, ...rest }, ""));
  }

  #inside(value: unknown, key: string): unknown {
    if (typeof value === "string") return this.#leaf(value, key);
    if (Array.isArray(value)) return value.map((it) => this.#inside(it, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, this.#inside(it, name)]));
  }

  #leaf(value: string, key: string): string {
    if (value === "" || KEPT.has(key) || isMention(value)) return value;
    if (key === "content") return this.#content(value);
    if (key === "text" || key === "title") return this.#text(value);
    const isId = Aliases.isId(value) || /(^|_)(id|key|token)$/.test(key);
    return isId ? this.#aliases.id(value) : this.#aliases.text(value);
  }

  /** JSON within JSON; anything else is a text like any other. */
  #content(value: string): string {
    const inner = objectIn(value);
    return inner ? JSON.stringify(this.#inside(inner, "")) : this.#aliases.text(value);
  }

  /** Mentions stay where a command is looked for behind them; a known command stays, its arguments do not. */
  #text(value: string): string {
    if (value.trim() === "") return value;
    const lead = LEADING_MENTIONS.exec(value)?.[0] ?? "";
    const said = value.slice(lead.length);
    const word = this.#commandIn(said)?.word;
    if (word === undefined) return lead + this.#words(said).join(" ");
    const rest = said.slice(said.indexOf(word) + word.length);
    return [lead + word, ...this.#words(rest)].join(" ");
  }

  #words(said: string): string[] {
    const mentions = said.match(MENTION) ?? [];
    const text = said.trim();
    return text === "" ? [] : [this.#aliases.text(text), ...mentions];
  }
}

function isMention(value: string): boolean {
  return /^@_(?:user_\d+|all)$/.test(value);
}

function objectIn(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
