import { type DestinationStream, destination, type Logger, pino } from "pino";
import { FeishuDispatchError } from "../errors.ts";
import { visibleLines } from "../visible.ts";

/** What the gateway logs with. */
export type GatewayLog = Logger;

/** Short ones would blot out half of the log, and are no secrets. */
const SHORTEST_SECRET = 6;

/** A log that knows which texts must not get into it. */
export interface SafeLog {
  readonly log: GatewayLog;
  /** Keeps this text out of every line from now on, wherever it would stand. */
  readonly hide: (secret: string) => void;
}

/**
 * Makes the gateway's log: JSON Lines. Of an error it takes the class, code, message and stack, and the same of
 * its causes; never the other keys, in which HTTP clients keep whole requests with their tokens.
 *
 * @param level from which level on: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`
 * @param to where the lines go. Default stderr
 *
 * @example
 * ```ts
 * import { createLog } from "feishu-dispatch-dedup/gateway";
 *
 * const { log, hide } = createLog("info");
 * hide("a-secret-of-mine");
 * log.info({ key: "a-secret-of-mine" }, "started"); // {"level":30,…,"key":"[secret]","msg":"started"}
 * ```
 */
export function createLog(level: string, to: DestinationStream = destination(2)): SafeLog {
  const secrets = new Set<string>();
  const streamWrite = (line: string) =>
    visibleLines([...secrets].reduce((text, secret) => text.replaceAll(secret, "[secret]"), line));
  const log = pino({ level, base: null, serializers: { err: describeError }, hooks: { streamWrite } }, to);
  const hide = (secret: string) => {
    if (secret.length >= SHORTEST_SECRET) secrets.add(JSON.stringify(secret).slice(1, -1));
  };
  return { log, hide };
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  // Our own errors say all there is to know; of others it matters where they come from.
  return { name, code, message, cause, ...(error instanceof FeishuDispatchError ? {} : { stack }) };
}
