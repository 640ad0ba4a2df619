/** What the API says instead of its own answer, or does to it. */
export interface ScriptedAnswer {
  /** HTTP status. @default 200 */
  readonly status?: number;
  /** Headers of the answer. @default none beside the server's own */
  readonly headers?: Readonly<Record<string, string>>;
  /** The JSON answered. Without it the API's own answer is sent, after `delayMs`. */
  readonly body?: unknown;
  /** Holds the answer back, in ms. @default 0 */
  readonly delayMs?: number;
  /** Cuts the connection: before anything was done, or after it was done, so that only the answer is lost. */
  readonly lose?: "request" | "answer";
}

/** Which requests, how often, and what happens to them. */
export interface ScriptRule {
  /** The path, without the query. */
  readonly path: string | RegExp;
  /** The HTTP method. @default "POST" */
  readonly method?: string;
  /** How many requests the rule is for. @default 1 */
  readonly times?: number;
  readonly answer: ScriptedAnswer;
}

/** The scripted answers that are still to come, in the order they were added. */
export class Script {
  readonly #rules: Array<{ rule: ScriptRule; left: number }> = [];

  add(rule: ScriptRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  /** The first answer for this request, which is used up by it. */
  take(method: string, path: string): ScriptedAnswer | undefined {
    const index = this.#rules.findIndex(({ rule }) => matches(rule, method, path));
    const found = this.#rules[index];
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#rules.splice(index, 1);
    return found.rule.answer;
  }
}

function matches(rule: ScriptRule, method: string, path: string): boolean {
  if ((rule.method ?? "POST") !== method) return false;
  return typeof rule.path === "string" ? rule.path === path : rule.path.test(path);
}

/**
 * Feishu's answer to too many requests, with its own header and the standard one.
 *
 * @param seconds how long to wait
 * @see https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control
 *
 * @example
 * ```ts
 * import { rateLimited, type StandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * export function slowDown(feishu: StandIn) {
 *   feishu.script({ path: "/open-apis/im/v1/messages", times: 2, answer: rateLimited(1) });
 * }
 * ```
 */
export function rateLimited(seconds: number): ScriptedAnswer {
  return {
    status: 429,
    headers: { "retry-after": String(seconds), "x-ogw-ratelimit-reset": String(seconds) },
    body: { code: 99991400, msg: "request trigger frequency limit" },
  };
}

/**
 * An error in Feishu's form. HTTP 400 is what it sends with most of them.
 *
 * @param code Feishu's own, see https://open.feishu.cn/document/server-docs/im-v1/message/create
 * @param status HTTP status. Default 400
 *
 * @example
 * ```ts
 * import { refusal, type StandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * export function loseChat(feishu: StandIn) {
 *   feishu.script({ path: "/open-apis/im/v1/messages", answer: refusal(230002, "Bot is NOT in the chat.") });
 * }
 * ```
 */
export function refusal(code: number, msg: string, status = 400): ScriptedAnswer & { status: number } {
  return { status, body: { code, msg } };
}
