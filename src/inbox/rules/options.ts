import type { z } from "zod";
import { UsageError } from "../../errors.ts";
import { explain } from "../../explain.ts";

/** @throws UsageError `ERR_INVALID_OPTION` that names the option, what was expected and what came */
export function checkedBy<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const checked = schema.safeParse(options);
  if (checked.success) return checked.data;
  const reason = explain(checked.error, options, "");
  throw new UsageError("ERR_INVALID_OPTION", `Inbox: option ${reason}`, { cause: checked.error });
}
