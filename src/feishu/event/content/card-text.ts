import { parseJson } from "./content.ts";

/** What holds no words to read: where something leads, what it is called, how it looks, what a press carries back. */
const UNREAD = new Set(["value", "behaviors", "url", "multi_url", "config", "confirm", "i18n_elements"]);

/**
 * The words of a card, one line for each text: as it was sent, in either form, or as Feishu gives it to those who ask
 * for a message. Undefined when there are none.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
 */
export function cardTextOf(content: string): string | undefined {
  const lines = [...linesIn(parseJson(content))];
  return lines.length > 0 ? lines.join("\n") : undefined;
}

/** Without recursion: what comes may be as deep as it is long. */
function* linesIn(card: unknown): Generator<string> {
  const rest: unknown[] = [card];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next === "string") {
      if (next.trim() !== "") yield next;
    } else if (typeof next === "object" && next !== null) {
      for (const each of partsOf(next).reverse()) rest.push(each);
    }
  }
}

/** Texts that are read, and what may hold some. */
function partsOf(value: object): unknown[] {
  if (Array.isArray(value)) return value.filter((each) => typeof each === "object");
  return Object.entries(value).flatMap(([key, each]) => {
    if (typeof each === "string") return ["content", "text", "title"].includes(key) ? [each] : [];
    return UNREAD.has(key) ? [] : [each];
  });
}
