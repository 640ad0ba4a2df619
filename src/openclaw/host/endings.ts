import { PACKAGE_NAME } from "../../package-name.ts";

/**
 * What became of a dispatch: `done`; `failed`, also when the user was told so, and not to be done by running it
 * again; `stopped` by the user or by the host; `refused` before it ran.
 */
export type Ending = "done" | "failed" | "stopped" | "refused";

/** Not the end of this message's dispatch, but of a second delivery of it, which the host names like the first. */
const OF_ANOTHER = "another's";

/**
 * What the hosts report beside their plain outcomes, from their own code: `dispatch.ts` and `dispatch-acp.ts` of
 * 2026.5.20 and 2026.7.35, `dispatch-from-config*.ts` and `get-reply.ts` of 2026.9.6. A reason that is not here
 * goes by its outcome.
 */
const REPORTED: Readonly<Record<string, Ending | typeof OF_ANOTHER>> = {
  "skipped duplicate": OF_ANOTHER,
  // What the plugin itself has dropped as a repetition. Nobody waits for the host's word on anything else that it has dropped.
  [`skipped ${PACKAGE_NAME}`]: OF_ANOTHER,
  // It saw a run of its session when it came, and that run has not ended well.
  "skipped reply-operation-active": "refused",
  "skipped reply_operation_aborted": "stopped",
  "completed reply_operation_aborted": "stopped",
  "completed acp_aborted": "stopped",
  // The user reads an error then, though the dispatch went as it should.
  "completed plugin-bound-error": "failed",
  "completed acp_error": "failed",
};

const PLAIN: Readonly<Record<string, Ending>> = { completed: "done", skipped: "failed", error: "failed" };

/**
 * Reads the outcome and the reason of a `message.processed`. Only what is known to be done is taken to be.
 *
 * @returns undefined when the report is about another dispatch
 */
export function endingOf({ outcome = "", reason = "" }: Report): Ending | undefined {
  // The code of the error follows.
  const [kind = ""] = reason.split(":");
  const ending = REPORTED[`${outcome} ${kind}`] ?? PLAIN[outcome] ?? "failed";
  return ending === OF_ANOTHER ? undefined : ending;
}

/** What a host says of a dispatch that it has processed. */
export interface Report {
  readonly outcome?: string;
  readonly reason?: string;
}
