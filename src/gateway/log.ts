import { FeishuDispatchError } from "../errors.ts";
import { visibleLines } from "../text/visible.ts";
import { readableLine } from "./readable-line.ts";

/** By how much each level matters: the numbers of pino, which readers of JSON Lines know. */
const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: 100 };

/** From which level on lines are written. */
export type LogLevel = keyof typeof LEVELS;

/** Writes a line. */
interface Write {
  /** With what it is about; an `err` is an error. */
  (fields: object, message?: string): void;
  /** With nothing else. */
  (message: string): void;
}

/** What the gateway logs with; a pino logger is one. */
export interface GatewayLog {
  /** What happens all the time. */
  readonly trace: Write;
  /** What only the search for a fault needs. */
  readonly debug: Write;
  /** What an operator may want to know. */
  readonly info: Write;
  /** What went wrong and passes by itself. */
  readonly warn: Write;
  /** What went wrong and does not. */
  readonly error: Write;
  /** What the process ends by. */
  readonly fatal: Write;
  /** A log that says these, too, in each line. */
  child(fields: Readonly<Record<string, unknown>>): GatewayLog;
  /** Whether lines of this level are written. */
  isLevelEnabled(level: string): boolean;
}

/** Where a log's lines go. */
export interface LogDestination {
  /** Takes a line, with its end. */
  write(line: string): unknown;
  /** Whether it is a terminal, so that people read it. @default false */
  readonly isTTY?: boolean;
}

/** Short ones would blot out half of the log, and are no secrets. */
const SHORTEST_SECRET = 6;

/** A log that knows which texts must not get into it. */
export interface SafeLog {
  readonly log: GatewayLog;
  /** Keeps this text out of every line from now on, wherever it would stand. */
  readonly hide: (secret: string) => void;
}

/**
 * Makes the gateway's log: JSON Lines, or where people read it, in a terminal, lines for them. Of an error it takes the
 * class, code, message and stack, and the same of its causes; never the other keys, in which HTTP clients keep whole
 * requests with their tokens.
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
export function createLog(level: string, to: LogDestination = process.stderr): SafeLog {
  const secrets = new Set<string>();
  const put = (line: string) => {
    const safe = visibleLines(
      [...secrets].reduce((text, secret) => text.replaceAll(secret, "[secret]"), line),
    );
    to.write(`${to.isTTY ? readableLine(JSON.parse(safe)) : safe}\n`);
  };
  const hide = (secret: string) => {
    if (secret.length >= SHORTEST_SECRET) secrets.add(JSON.stringify(secret).slice(1, -1));
  };
  return { log: logOf({}, numberOf(level), put), hide };
}

function logOf(bound: object, least: number, put: (line: string) => void): GatewayLog {
  const at = (level: LogLevel): Write => {
    if (LEVELS[level] < least) return () => {};
    return (said: object | string, message?: string) => {
      const [fields, msg] = typeof said === "string" ? [{}, said] : [said, message];
      put(textOf({ level: LEVELS[level], time: Date.now(), ...bound, ...fields, msg }));
    };
  };
  const writes = { trace: at("trace"), debug: at("debug"), info: at("info") };
  return {
    ...{ ...writes, warn: at("warn"), error: at("error"), fatal: at("fatal") },
    child: (fields) => logOf({ ...bound, ...fields }, least, put),
    isLevelEnabled: (level) => numberOf(level) >= least,
  };
}

function numberOf(level: string): number {
  return level in LEVELS ? LEVELS[level as LogLevel] : LEVELS.info;
}

/** What JSON has no form for must not be what a gateway fails of. */
function textOf(line: object): string {
  const described = mapped(line, (value, key) =>
    key === "err" || value instanceof Error ? describeError(value) : value,
  );
  try {
    return JSON.stringify(described);
  } catch {
    const plain = (value: unknown) => (typeof value === "bigint" ? String(value) : value);
    return JSON.stringify(mapped(described, (value) => (typeof value === "object" ? "?" : plain(value))));
  }
}

function mapped(line: object, to: (value: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(line).map(([key, value]) => [key, to(value, key)]));
}

function describeError(error: unknown): unknown {
  if (error === undefined) return undefined;
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  // Our own errors say all there is to know; of others it matters where they come from.
  return { name, code, message, cause, ...(error instanceof FeishuDispatchError ? {} : { stack }) };
}
