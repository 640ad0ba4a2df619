/**
 * What is to be done about a reply that was not sent.
 *
 * - `later`: the same may go through later.
 * - `new-token`: the same will go through with a new access token.
 * - `elsewhere`: the message that is answered is gone, or cannot be answered: say it elsewhere in its chat or thread.
 * - `without-thread`: the message cannot begin a thread: answer it without one.
 * - `tell`: what is said is refused. Something else may be said in the same place, such as that it was.
 * - `give-up`: nothing can be said there.
 */
export type Decision = "later" | "new-token" | "elsewhere" | "without-thread" | "tell" | "give-up";

/** The message that is answered was recalled. */
export const RECALLED = 230011;

/**
 * Feishu's codes that are known, and what each means for a reply. Of those that are not here, {@link REFUSALS} says
 * which are final.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/reply and …/message/create, "Error code"
 */
export const DECISIONS: ReadonlyMap<number, Decision> = new Map<number, Decision>([
  [99991400, "later"], // too many requests of the app
  [11232, "later"], // too many requests of the tenant
  [2200, "later"], // too busy
  [230020, "later"], // too many messages in the chat
  [230049, "later"], // it is being sent already
  [230101, "later"], // sending to users is unavailable for a while; seen, not documented

  [99991661, "new-token"], // there was none
  [99991663, "new-token"], // not valid any more
  [99991664, "new-token"],
  [99991668, "new-token"],

  [RECALLED, "elsewhere"],
  [230019, "elsewhere"], // the topic does not exist
  [230050, "elsewhere"], // the bot cannot see the message: it came to the chat later
  [230054, "elsewhere"], // messages of this type cannot be answered
  [230110, "elsewhere"], // the message was deleted
  [230111, "elsewhere"], // the message deletes itself soon
  [231003, "elsewhere"], // the message does not exist

  [230071, "without-thread"], // the chat has no threads
  [230072, "without-thread"], // the message is one of several that are shown as one

  [230015, "tell"], // a direct chat cannot be shared
  [230017, "tell"], // a picture or file in it is not the bot's
  [230022, "tell"], // it holds sensitive information
  [230025, "tell"], // it is too long
  [230028, "tell"], // it did not pass the tenant's audit
  [230055, "tell"], // a file in it is of another type than the message
  [230099, "tell"], // the card cannot be made

  [230002, "give-up"], // the bot is not in the chat
  [230006, "give-up"], // the app has no bot
  [230013, "give-up"], // the bot is not available to this person, who may have left
  [230018, "give-up"], // the chat's settings do not let the bot speak
  [230027, "give-up"], // the app lacks a permission, or it is a chat with others
  [230035, "give-up"], // the chat is muted, or the person has blocked the bot
  [230038, "give-up"], // a direct chat with somebody of another tenant
  [230075, "give-up"], // a secret chat
  [231004, "give-up"], // the chat does not exist
  [232009, "give-up"], // the chat was dissolved
]);

type Range = readonly [what: string, from: number, to: number];

const OF_CREDENTIALS: Range = ["the app: its id, its secret", 10_000, 10_999];

/** Where Feishu's codes say what is wrong with the app, the request or the message: another try would be told the same. */
const REFUSALS: readonly Range[] = [
  OF_CREDENTIALS,
  ["the message, the bot in the chat, the chat", 230_000, 232_999],
  ["the request: scopes, fields, ids", 99_990_000, 99_999_999],
];

/** Whether Feishu's code says that another try would be told the same. */
export function isRefusal(code: number): boolean {
  return REFUSALS.some((range) => isIn(range, code));
}

/** Whether Feishu's code says that the app's id or secret is wrong. */
export function isOfCredentials(code: number): boolean {
  return isIn(OF_CREDENTIALS, code);
}

function isIn([, from, to]: Range, code: number): boolean {
  return code >= from && code <= to;
}
