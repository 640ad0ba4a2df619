import { existsSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { mismatch } from "../explain.ts";

/** The config that is taken when none is named, if it is there. */
const USUAL = "gateway.json5";

/** How `--config` is described. */
export const CONFIG_ABOUT = `the gateway's config (default: ${USUAL} in the current folder)`;

/** What names a config, or the file of an inbox in its place. */
interface Named {
  readonly config?: string;
  readonly file?: string;
}

/**
 * The config that is meant: the one that is named, or the usual one.
 *
 * @param hint what else can be done without one
 * @throws UsageError `ERR_INVALID_ARGUMENT` where neither is
 */
export function configFile(named: string | undefined, hint = ""): string {
  if (named !== undefined) return named;
  if (existsSync(USUAL)) return USUAL;
  const message = `expected --config <file>, since there is no ${USUAL} in the current folder${hint}`;
  throw new UsageError("ERR_INVALID_ARGUMENT", message);
}

/** The same where the file of an inbox may be named instead. */
export function sourceOf({ config, file }: Named): { config: string } | { file: string } {
  if (file === undefined && (config !== undefined || existsSync(USUAL)))
    return { config: configFile(config) };
  if (file !== undefined && config === undefined) return { file };
  const came = config === undefined ? `neither, nor a ${USUAL} in the current folder` : "both";
  throw new UsageError("ERR_INVALID_ARGUMENT", mismatch("", "--config <file> or --file <path>", came));
}
