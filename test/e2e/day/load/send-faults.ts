import { rateLimited, refusal, type ScriptedAnswer, type StandIn } from "../../../../src/stand-in/index.ts";

/** What can befall the sending of an answer, the first time. */
export const sendFaults = {
  busy: rateLimited(1),
  broken: { status: 502, body: "<html>Bad Gateway</html>" },
  requestLost: { lose: "request" },
  /** The message was sent all the same. */
  answerLost: { lose: "answer" },
  /** What a proxy in between says. */
  page: { status: 200, headers: { "content-type": "text/html" }, body: "<html>Please log in</html>" },
  timeout: { status: 408, body: "" },
  /** For good, and something else may be said in its place. */
  refused: refusal(230028, "The message did not pass the audit."),
  /** The message was sent all the same. */
  unanswered: { delayMs: 20_000 },
} as const satisfies Record<string, ScriptedAnswer>;
export type SendFault = keyof typeof sendFaults;

/** Lets it befall the next answer under this message. */
export function hinder(feishu: StandIn, place: string, fault: SendFault): void {
  feishu.script({ path: `/open-apis/im/v1/messages/${place}/reply`, answer: sendFaults[fault] });
}
