import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";

/**
 * Sees to it that an option is one of the words that it may be: another one would be taken for some default, in silence.
 *
 * @throws UsageError `ERR_INVALID_OPTION`
 */
export function checkChoice(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new UsageError("ERR_INVALID_OPTION", mismatch(name, `one of ${known.join(", ")}`, String(value)));
}
