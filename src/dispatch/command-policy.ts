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
 * word only as the whole message. Case, a leading mention of the bot and trailing punctuation do not matter.
 */
export type CommandPolicy = Readonly<Record<string, CommandKind>>;

/** A command as somebody wrote it. */
export interface Command extends CommandWord {
  /** The command word in the user's spelling, without arguments. */
  readonly word: string;
}

const leadingMention = /^(?:@\S+|<at\b[^>]*>[^<]*<\/at>)\s*/i;
const slashCommand = /^(\/[^\s:：@]+)(?:@\S*)?(?=[\s:：]|$)/;
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
  const longestWord = Math.max(...Array.from(words.keys(), (word) => word.length));
  return (text) => {
    if (text === undefined) return undefined;
    const said = withoutMentions(text);
    const word = slashCommand.exec(said)?.[1] ?? said;
    // Some room for punctuation. What is longer is no command, and to look for the end of its punctuation could
    // take seconds: the time grows with the square of the length.
    if (word.length > 2 * longestWord) return undefined;
    const known = words.get(normalized(word));
    return known && { ...known, word };
  };
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
  return word
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/\s+/g, " ")
    .replace(trailingPunctuation, "")
    .trim();
}

/** "@bot /new" is addressed to the bot; what it says is "/new". */
function withoutMentions(text: string): string {
  let said = text.trim();
  while (leadingMention.test(said)) said = said.replace(leadingMention, "");
  return said;
}
