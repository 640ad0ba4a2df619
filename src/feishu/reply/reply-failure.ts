import { isPassingStatus } from "../../http-status.ts";
import { STALE_TOKEN } from "../sdk/stale-token.ts";

/** What Feishu said, as far as it did. Neither the text of the reply nor a token is in it. */
export interface ReplyFailure {
  /** Feishu's own code, e.g. 230020. */
  readonly feishuCode?: number | undefined;
  /** HTTP status. */
  readonly status?: number | undefined;
  /** Names the request to Feishu's support. */
  readonly logId?: string | undefined;
  /** How long Feishu asks to wait, in ms. */
  readonly retryAfterMs?: number | undefined;
  /** Whether the time that it might take in all is up. */
  readonly isTimeUp?: boolean | undefined;
  /** The network's code when there was no answer, e.g. `ECONNRESET`. */
  readonly network?: string | undefined;
}

/** Too many requests, of one app, tenant, chat; too busy; being sent already. */
const LATER = new Set([99991400, 11232, 230020, 230049, 2200]);

type Range = readonly [what: string, from: number, to: number];

const OF_CREDENTIALS: Range = ["the app: its id, its secret", 10_000, 10_999];

/** Where Feishu's codes say what is wrong with the app, the request or the message: another try would be told the same. */
const REFUSALS: readonly Range[] = [
  OF_CREDENTIALS,
  ["the message, the bot in the chat, the chat", 230_000, 232_999],
  ["the request: scopes, fields, ids", 99_990_000, 99_999_999],
];

/** Whether Feishu says that the access token has to be asked for again. */
export function isTokenStale({ feishuCode = 0 }: ReplyFailure): boolean {
  return STALE_TOKEN.has(feishuCode);
}

/** Whether it may be a token that was missing: Feishu says so, or there is no answer of Feishu's at all. */
export function mayLackToken({ feishuCode }: ReplyFailure): boolean {
  return feishuCode === undefined || STALE_TOKEN.has(feishuCode) || isIn(OF_CREDENTIALS, feishuCode);
}

/** What is known of a failure; nothing is 0 or empty. */
interface Known {
  readonly isTimeUp: boolean;
  readonly network: string;
  readonly status: number;
  readonly feishuCode: number;
}

type Row = readonly [what: string, fits: (known: Known) => boolean, isPassing: boolean];

/** What passes and what is final; the first row that fits decides. Only what is known to be final is. */
const ROWS: readonly Row[] = [
  ["its time is up", ({ isTimeUp }) => isTimeUp, false],
  ["there was no answer", ({ network }) => network !== "", true],
  ["the server has a fault, or says: later", ({ status }) => isPassingStatus(status), true],
  ["Feishu says: later", ({ feishuCode }) => LATER.has(feishuCode) || STALE_TOKEN.has(feishuCode), true],
  ["Feishu refuses it", ({ feishuCode }) => isRefusal(feishuCode), false],
  ["Feishu has a fault, or says what is not known here", ({ feishuCode }) => feishuCode !== 0, true],
  ["somebody in between refuses it", ({ status }) => status >= 400, false],
  [
    "it is not Feishu's answer: a page of a proxy, a success without a message",
    ({ status }) => status > 0,
    true,
  ],
];

/** Whether the same reply may go through later. What is no answer at all, but a mistake of ours, will not. */
export function isPassingFailure(failure: ReplyFailure): boolean {
  const { isTimeUp = false, network = "", status = 0, feishuCode = 0 } = failure;
  return ROWS.find(([, fits]) => fits({ isTimeUp, network, status, feishuCode }))?.[2] ?? false;
}

function isRefusal(code: number): boolean {
  return REFUSALS.some((range) => isIn(range, code));
}

function isIn([, from, to]: Range, code: number): boolean {
  return code >= from && code <= to;
}
