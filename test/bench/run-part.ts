/** One part, in this process; the results go to who started it. */
import { parseArgs } from "node:util";
import type { Size } from "./parts.ts";
import type { Result } from "./report/result.ts";

const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean" } },
  allowPositionals: true,
});
const { default: bench }: { default: (size: Size) => Promise<Result[]> } = await import(
  `./${positionals[0]}.ts`
);
const results = await bench({ isQuick: values.quick ?? false });
// Handles that a part leaves open are of no interest once it has told.
process.send?.(results, () => process.exit());
