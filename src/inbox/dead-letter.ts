import { FeishuDispatchError } from "../errors.ts";
import type { InboxRow } from "./row.ts";

/** A message is to be given up. Its cause, if it has one, is why. */
export class GivenUp extends FeishuDispatchError {}

/** For the inbox, where operators read it: our own words or none, since others' may quote what people wrote. */
export function deadLetterText(error: unknown): string {
  if (error instanceof FeishuDispatchError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `unexpected ${error.name}, see the log` : "unexpected failure, see the log";
}

/** By what the engine knows a row that was put back: it may take what the row is known by for finished. */
export function againIdentity(name: string, row: number): string {
  return `${name}#again-${row}`;
}

/** Whether an operator has put a row back: it has never been begun, and yet says why it had ended. */
export function wasPutBack({ attempts, error }: Pick<InboxRow, "attempts" | "error">): boolean {
  return attempts === 0 && error !== undefined;
}
