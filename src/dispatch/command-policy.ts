import { type CommandKind, type CommandMeaning, type CommandWord, commandWords } from "./command-words.ts";

export type { CommandKind, CommandMeaning };

/**
 * Commands by word, laid over the defaults: `/new` and `/reset` are barriers; `/stop`, `/abort`, `/approve`,
 * `/deny`, `/status`, `/btw`, `/steer` and the bare stop words of OpenClaw ("stop", "停止", …) bypass.
 *
 * It says when a command gets its turn, not what the command does: a word of the defaults keeps its meaning, and
 * a word that is added is for the agent.
 *
 * A word that starts with a slash matches as the first word of a message, with or without arguments; any other
 * word only as the whole message. Case, full-width letters and slashes (`／ｎｅｗ`), invisible characters and trailing
 * punctuation do not matter. Mentions do: `@somebody /new` is no command here, since a text does not say who somebody
 * is. `textOf` of `/feishu` takes out the mentions of the bot itself.
 */
export type CommandPolicy = Readonly<Record<string, CommandKind>>;

/** A command as somebody wrote it. */
export interface Command extends CommandWord {
  /** The command word in the user's spelling, without arguments. */
  readonly word: string;
}

// Invisible: zero-width spaces, byte order and direction marks, … Some keyboards put them in front of a word.
const blank = /[\s\p{DI}]*/uy;
const ascii = /^[\x20-\x7e]*$/;
const invisible = /\p{DI}+/gu;
// The byte order mark counts as a space, and is invisible all the same.
const slashCommand = /^[/／](?:[^\s:：]|\uFEFF)+/;
const trailingPunctuation = /[\s\p{P}]+$/u;

/**
 * Makes the function that tells what a message means for order.
 *
 * @param policy words to add to the defaults, or to change
 * @example
 * import { commandPolicy } from "feishu-dispatch-dedup";
 *
 * const kindOf = commandPolicy({ "/deploy": "barrier" });
 * console.log(kindOf("/deploy production"), kindOf("/stop"), kindOf("hello")); // barrier bypass ordinary
 */
export function commandPolicy(policy: CommandPolicy = {}): (text: string | undefined) => CommandKind {
  const commandIn = commandReader(policy);
  return (text) => commandIn(text)?.kind ?? "ordinary";
}

/**
 * Makes the function that finds the command in a message; it returns undefined for what is no known command word.
 *
 * @param policy words to add to the defaults, or to change
 */
export function commandReader(policy: CommandPolicy = {}): (text: string | undefined) => Command | undefined {
  const words = tableOf(policy);
  const room = 2 * Math.max(...Array.from(words.keys(), (word) => word.length));
  return (text) => {
    const word = text === undefined ? undefined : wordIn(text, room);
    if (word === undefined) return undefined;
    const known = words.get(normalized(word));
    return known && { ...known, word };
  };
}

/** Whether a text begins as commands with a slash do, known ones or not. */
export function beginsWithSlash(text: string): boolean {
  return slashCommand.test(text.slice(endOfBlank(text, 0)));
}

/**
 * What may be a command in this text, as it is written there: its first word when that has a slash, or else all of it.
 * No more of it is looked at than a command can have, with some room for punctuation and for what is invisible: to
 * look for the end of a long text's punctuation could take seconds, as that time grows with the square of its length.
 */
function wordIn(text: string, room: number): string | undefined {
  const start = endOfBlank(text, 0);
  const head = text.slice(start, start + room);
  const word = slashCommand.exec(head)?.[0];
  const end = start + (word ?? head).length;
  if (word !== undefined && word.length < head.length) return word;
  return endOfBlank(text, end) === text.length ? (word ?? head.trimEnd()) : undefined;
}

function endOfBlank(text: string, start: number): number {
  blank.lastIndex = start;
  blank.test(text);
  return blank.lastIndex;
}

/** The table with a policy laid over it. */
function tableOf(policy: CommandPolicy): ReadonlyMap<string, CommandWord> {
  const words = new Map(Object.entries(commandWords).map(([word, row]) => [normalized(word), row]));
  for (const [word, kind] of Object.entries(policy)) {
    const key = normalized(word);
    words.set(key, { kind, meaning: words.get(key)?.meaning ?? "agent" });
  }
  return words;
}

function normalized(word: string): string {
  // Most words are ASCII, which has no other form; to ask for one costs as much as the rest.
  const plain = ascii.test(word) ? word : word.normalize("NFKC").replace(invisible, "");
  return plain
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/\s+/g, " ")
    .replace(trailingPunctuation, "")
    .trim();
}
