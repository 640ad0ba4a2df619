import { type CommandPolicy, commandReader } from "../../dispatch/command-policy.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import { Aliases } from "./aliases.ts";
import { contentShape, eventShape, type Rule, type Shape } from "./known-shape.ts";

/** Feishu numbers the mentions of a message from 1 on. A longer number is one that somebody wrote. */
const MENTION = /@_(?:user_\d{1,2}(?!\d)|all\b)/g;
const LEADING_MENTIONS = /^(?:\s*@_(?:user_\d{1,2}(?!\d)|all\b))*\s*/;
const IS_MENTION = /^@_(?:user_\d{1,2}|all)$/;
/**
 * From 2001 to 2033, in s, ms or µs. A wider range would take in numbers of telephones and of cards: those with ten
 * or sixteen digits begin with 2 at least.
 */
const TIME = /^1\d{9}(?:\d{3}){0,2}$/;

/**
 * Replaces everything in an event that is not known to be Feishu's own, each by the same wherever it stands: ids,
 * texts, numbers, and the keys of objects. Known commands stay commands.
 */
export class Disguise {
  readonly #aliases = new Aliases();
  readonly #commandIn: ReturnType<typeof commandReader>;

  /** @param commands the middleware's command words, laid over the defaults. @default none */
  constructor(commands: CommandPolicy = {}) {
    this.#commandIn = commandReader(commands);
  }

  /** The event without anything that is somebody's; and without the verification token, which is a secret. */
  event({ schema, header, event, ...rest }: FeishuEvent): object {
    const { token: _, ...others } = header;
    return Object(this.#inside({ schema, header: others, event, ...rest }, eventShape));
  }

  /** An id that stands beside an event: the same as within it. */
  id(value: string): string {
    return this.#aliases.id(value);
  }

  /** What was said, beside an event. A known command stays, its arguments do not. */
  said(value: string): string {
    return this.#said(value);
  }

  #inside(value: unknown, shape: Shape | undefined): unknown {
    if (Array.isArray(value)) return value.map((it) => this.#inside(it, isList(shape) ? shape[0] : shape));
    if (typeof value === "object" && value !== null) return this.#entries(value, shape);
    const rule = isRule(shape) ? shape : undefined;
    if (typeof value === "string") return value === "" ? value : this.#string(value, rule);
    if (typeof value === "number") return this.#number(value, rule);
    return typeof value === "boolean" ? false : null;
  }

  #entries(value: object, shape: Shape | undefined): object {
    const known = keysOf(shape);
    const entries = Object.entries(value).map(([key, it]) =>
      known && Object.hasOwn(known, key)
        ? [key, this.#inside(it, known[key])]
        : [this.#aliases.key(key), this.#inside(it, known?.["*"])],
    );
    return Object.fromEntries(entries);
  }

  #number(value: number, rule: Rule | undefined): number {
    if (rule !== "time") return this.#aliases.number(value);
    return TIME.test(String(value)) ? value : 0;
  }

  #string(value: string, rule: Rule | undefined): string {
    if (rule === "time") return TIME.test(value) ? value : "0";
    if (rule === "content") return this.#content(value);
    if (rule === "said") return this.#said(value);
    if (rule === "mention" && IS_MENTION.test(value)) return value;
    if (rule instanceof Set && rule.has(value)) return value;
    return rule === "id" || Aliases.isId(value) ? this.#aliases.id(value) : this.#aliases.text(value);
  }

  /** JSON within JSON; anything else is a text like any other. */
  #content(value: string): string {
    try {
      return JSON.stringify(this.#inside(JSON.parse(value), contentShape));
    } catch {
      return this.#aliases.text(value);
    }
  }

  /** A known command stays, its arguments do not; mentions stay, where a command may be looked for beside them. */
  #said(value: string): string {
    if (value.trim() === "") return value;
    const lead = LEADING_MENTIONS.exec(value)?.[0] ?? "";
    const said = value.slice(lead.length);
    const bare = said.replace(MENTION, " ");
    const word = this.#commandIn(bare)?.word;
    if (word === undefined) return lead + this.#words(said).join(" ");
    const rest = bare.slice(bare.indexOf(word) + word.length);
    return [lead + plain(word), ...this.#words(rest), ...(said.match(MENTION) ?? [])].join(" ");
  }

  #words(said: string): string[] {
    const mentions = said.match(MENTION) ?? [];
    const text = said.trim();
    return text === "" ? [] : [this.#aliases.text(text), ...mentions];
  }
}

/** A command that had a mention in it has more space there than it needs. */
function plain(word: string): string {
  return word.trim().replace(/\s+/g, " ");
}

/** What is known of an object, also of one that stands alone where a list of such is expected. */
function keysOf(shape: Shape | undefined): { readonly [key: string]: Shape } | undefined {
  if (isList(shape)) return keysOf(shape[0]);
  return isRule(shape) ? undefined : shape;
}

function isRule(shape: Shape | undefined): shape is Rule {
  return typeof shape === "string" || shape instanceof Set;
}

function isList(shape: Shape | undefined): shape is readonly [Shape] {
  return Array.isArray(shape);
}
