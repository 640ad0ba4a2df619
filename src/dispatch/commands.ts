import { stopWords } from "./stop-words.ts";

/**
 * What a command means for order.
 *
 * - `ordinary`: waits its turn like any message.
 * - `barrier`: changes the session itself; waits its turn, and nothing overtakes it.
 * - `interrupt`: a barrier that first aborts the running turn and drops what waits.
 * - `bypass`: runs at once, also while its session is busy, or the user would be locked out.
 */
export type CommandKind = "ordinary" | "barrier" | "interrupt" | "bypass";

/**
 * Commands by word, laid over the defaults: `/new` and `/reset` are barriers; `/stop`, `/abort`, `/approve`,
 * `/deny`, `/status`, `/btw`, `/steer` and the bare stop words of OpenClaw ("stop", "停止", …) bypass.
 *
 * A word that starts with a slash matches as the first word of a message, with or without arguments; any other
 * word only as the whole message. Case, a leading mention of the bot and trailing punctuation do not matter.
 */
export type CommandPolicy = Readonly<Record<string, CommandKind>>;

const bypassCommands = ["/stop", "/abort", "/approve", "/deny", "/status", "/btw", "/steer"];

const defaults: CommandPolicy = {
  ...Object.fromEntries([...bypassCommands, ...stopWords].map((word) => [word, "bypass"])),
  "/new": "barrier",
  "/reset": "barrier",
};

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
  const entries = Object.entries({ ...defaults, ...policy });
  const kinds = new Map(entries.map(([word, kind]) => [normalized(word), kind]));
  const longestWord = Math.max(...entries.map(([word]) => word.length));
  return (text) => {
    if (text === undefined) return "ordinary";
    const said = withoutMentions(text);
    const word = slashCommand.exec(said)?.[1] ?? said;
    // Some room for punctuation. What is longer is no command, and to look for the end of its punctuation could
    // take seconds: the time grows with the square of the length.
    if (word.length > 2 * longestWord) return "ordinary";
    return kinds.get(normalized(word)) ?? "ordinary";
  };
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
