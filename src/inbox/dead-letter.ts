import { FeishuDispatchError } from "../errors.ts";

/** For the inbox, where operators read it: our own words or none, since others' may quote what people wrote. */
export function deadLetterText(error: unknown): string {
  if (error instanceof FeishuDispatchError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `unexpected ${error.name}, see the log` : "unexpected failure, see the log";
}
