import type { z } from "zod";
import { UsageError } from "../errors.ts";
import { explain } from "../explain.ts";

/**
 * What somebody has sent, if it is as it has to be.
 *
 * @throws UsageError `ERR_BAD_REQUEST` that names the place
 */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new UsageError("ERR_BAD_REQUEST", explain(result.error, input, ""), { cause: result.error });
}
