import { expect } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { parseEvent } from "../../../src/feishu/index.ts";

/** What parseEvent has to say about a bad event: `code: message`. */
export function complaint(input: unknown): string {
  try {
    parseEvent(input);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    if (error instanceof InputError) return `${error.code}: ${error.message}`;
  }
  return "accepted";
}
