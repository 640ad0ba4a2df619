import type { Logger } from "@larksuiteoapi/node-sdk";

/** Where the channel writes its log; a pino logger is one. */
export interface ChannelLog {
  /** What only the search for a fault needs. */
  debug(fields: object, message: string): void;
  /** What an operator may want to know. */
  info(fields: object, message: string): void;
  /** What went wrong and passes by itself. */
  warn(fields: object, message: string): void;
  /** What went wrong and does not. */
  error(fields: object, message: string): void;
}

/**
 * Takes the official client's own log lines into ours, one level lower: what it calls an error is mostly a
 * connection that it is about to open again.
 *
 * The client also logs whole requests and addresses that open a connection. So only its texts are taken, without
 * the query of any URL; of an error the name and code, of anything else nothing.
 */
export function sdkLogger(log: ChannelLog): Logger {
  const at =
    (level: "debug" | "info" | "warn") =>
    (...said: unknown[]) => {
      const sdk = readable(said);
      if (sdk) log[level]({ sdk }, "the Feishu client says");
    };
  return { error: at("warn"), warn: at("info"), info: at("debug"), debug: at("debug"), trace: () => {} };
}

function readable(said: unknown[]): string {
  return said.flat(3).map(readableOne).filter(Boolean).join(" ").slice(0, 300);
}

function readableOne(said: unknown): string {
  if (typeof said === "string") return said.replaceAll(/\?\S+/g, "?…");
  if (!(said instanceof Error)) return "";
  return "code" in said && typeof said.code === "string" ? `${said.name} ${said.code}` : said.name;
}
