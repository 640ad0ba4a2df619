import { InboxError, type InboxErrorCode } from "../../errors.ts";

type Fault = readonly [code: InboxErrorCode, advice: string];

const UNREACHABLE: Fault = [
  "ERR_INBOX_UNREACHABLE",
  "cannot be reached. Check that it runs, and the network.",
];
const DENIED: Fault = ["ERR_INBOX_DENIED", "refuses this role. Check the user, the password and its rights."];
const READONLY: Fault = [
  "ERR_INBOX_READONLY",
  "takes no writes: it is a standby, or read-only. Connect to the primary.",
];
const FULL: Fault = ["ERR_INBOX_FULL", "cannot grow: its disk is full. Free some."];
const BROKEN: Fault = ["ERR_INBOX_IO", "has reported a fault of its disk or memory. See its log."];
const DAMAGED: Fault = [
  "ERR_INBOX_DAMAGED",
  "lacks a table or a column of the inbox, or holds what cannot be. Restore a copy, or name another schema.",
];
const ABSENT: Fault = [
  "ERR_INBOX_UNREACHABLE",
  "is not there: the server has no such database. Create it, or correct the URL.",
];
const LOCKED: Fault = [
  "ERR_INBOX_LOCKED",
  "has tables that another program holds locked. Find out which one (pg_locks), and end it.",
];
const POOLED: Fault = [
  "ERR_INBOX_POOLED",
  "is behind a pooler that shares connections (PgBouncer in transaction mode). Connect to PostgreSQL itself, or to a pool in session mode.",
];

/** By SQLSTATE, or its class of two letters, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const FAULTS: ReadonlyMap<string, Fault> = new Map([
  ["08P01", POOLED], // PgBouncer refuses a startup parameter so
  ["08", UNREACHABLE],
  ["23", DAMAGED], // a constraint: what the statements expect has been tested
  ["25006", READONLY],
  ["26", POOLED], // a prepared statement is not there: another connection has it
  ["28", DENIED],
  ["3D", ABSENT],
  ["3F", DAMAGED],
  ["40", UNREACHABLE], // a conflict that came again and again
  ["42501", DENIED],
  ["42", DAMAGED],
  ["53100", FULL],
  ["53", UNREACHABLE], // too many connections, no memory
  ["55P03", LOCKED],
  ["55", UNREACHABLE],
  ["57", UNREACHABLE], // shut down, restarted, cancelled
  ["58", BROKEN],
  ["XX", BROKEN],
]);

/** Errors of the network and of `pg` itself, which have no SQLSTATE. */
const NO_ANSWER = /timeout|terminated|not queryable|closed|ended|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET/i;

/**
 * An error that names the database, what is wrong and what to do, if the database or the way to it is to blame; else
 * the same error.
 *
 * @param where the database, without a secret
 * @param isConnecting whether there is no connection yet: then nothing but the way to it can be to blame, from a socket
 *   that is not there to a certificate that has expired. Default: there is one
 */
export function toInboxError(error: unknown, where: string, isConnecting = false): unknown {
  if (error instanceof InboxError || !(error instanceof Error)) return error;
  const state = sqlState(error);
  const isSilent = NO_ANSWER.test(`${codeOf(error)} ${error.message}`);
  const silence = isSilent || isConnecting ? UNREACHABLE : undefined;
  const fault = state ? (FAULTS.get(state) ?? FAULTS.get(state.slice(0, 2))) : silence;
  if (!fault) return error;
  const [code, advice] = fault;
  const reason = state || (isSilent && codeOf(error)) || error.message;
  return new InboxError(code, `The inbox at ${where} ${advice} (${reason})`, { cause: error });
}

/** The SQLSTATE that PostgreSQL has given; empty for all other errors. */
export function sqlState(error: unknown): string {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : "";
}

/** Whether the same transaction may well succeed the next time: a deadlock, or another's row that came first. */
export function isConflict(error: unknown): boolean {
  const cause = error instanceof InboxError ? error.cause : error;
  return ["40P01", "40001", "23505"].includes(sqlState(cause));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function closedError(where: string, cause?: unknown): InboxError {
  return new InboxError("ERR_INBOX_CLOSED", `The inbox at ${where} is closed.`, { cause });
}
