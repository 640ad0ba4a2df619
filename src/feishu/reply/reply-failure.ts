import { isPassingStatus } from "../../http-status.ts";
import { DECISIONS, type Decision, isOfCredentials, isRefusal } from "./refusals.ts";

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

/** Whether Feishu says that the access token has to be asked for again. */
export function isTokenStale({ feishuCode = 0 }: ReplyFailure): boolean {
  return DECISIONS.get(feishuCode) === "new-token";
}

/** Whether it may be a token that was missing: Feishu says so, or there is no answer of Feishu's at all. */
export function mayLackToken(failure: ReplyFailure): boolean {
  const { feishuCode } = failure;
  return feishuCode === undefined || isTokenStale(failure) || isOfCredentials(feishuCode);
}

/** What is known of a failure; nothing is 0 or empty. */
interface Known {
  readonly isTimeUp: boolean;
  readonly network: string;
  readonly status: number;
  readonly feishuCode: number;
}

type Row = readonly [what: string, fits: (known: Known) => boolean, decision: Decision];

/** What is to be done; the first row that fits decides. Only what is known to be final is. */
const ROWS: readonly Row[] = [
  ["its time is up", ({ isTimeUp }) => isTimeUp, "tell"],
  ["there was no answer", ({ network }) => network !== "", "later"],
  ["the server has a fault, or says: later", ({ status }) => isPassingStatus(status), "later"],
  ...Array.from(
    DECISIONS,
    ([code, decision]): Row => [`Feishu says ${code}`, ({ feishuCode }) => feishuCode === code, decision],
  ),
  ["Feishu refuses it", ({ feishuCode }) => isRefusal(feishuCode), "tell"],
  ["Feishu has a fault, or says what is not known here", ({ feishuCode }) => feishuCode !== 0, "later"],
  ["somebody in between refuses it", ({ status }) => status >= 400, "tell"],
  [
    "it is not Feishu's answer: a page of a proxy, a success without a message",
    ({ status }) => status > 0,
    "later",
  ],
];

/** What is to be done about a failure. What is no answer at all, but a mistake of ours, will not go through later. */
export function decisionOn(failure: ReplyFailure): Decision {
  const { isTimeUp = false, network = "", status = 0, feishuCode = 0 } = failure;
  return ROWS.find(([, fits]) => fits({ isTimeUp, network, status, feishuCode }))?.[2] ?? "tell";
}
