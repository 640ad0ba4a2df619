import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import JSON5 from "json5";
import type { z } from "zod";
import { UsageError } from "../../errors.ts";
import { explainEach, reasonOf } from "../../explain.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import { configSchema } from "./schema.ts";

export type { MiddlewareEntry } from "./channel.ts";

/** A gateway config that was checked, and where it came from. */
export interface GatewayConfig extends z.output<typeof configSchema> {
  /** The file, as it was named; for messages. */
  readonly file: string;
  /** Where relative paths start. */
  readonly folder: string;
}

/** What counts when there is no config: our middleware with its defaults. */
export const defaultConfig: GatewayConfig = checkConfig(
  { channels: { feishu: { middleware: [PACKAGE_NAME] } } },
  "(built-in config)",
);

/**
 * Reads a gateway config: JSON5, as OpenClaw's own.
 *
 * @throws UsageError `ERR_CONFIG_UNREADABLE` when there is no such file, `ERR_INVALID_CONFIG` when it is not JSON5
 * or not as described. The message names the file, the place in it, what was expected and what came
 *
 * @example
 * ```ts
 * import { readConfig } from "feishu-dispatch-dedup/gateway";
 *
 * const config = await readConfig("gateway.json5");
 * console.log(config.channels.feishu.middleware.map(({ name }) => name));
 * ```
 */
export async function readConfig(file: string): Promise<GatewayConfig> {
  return checkConfig(await readInput(file), file);
}

/**
 * What stands in a config file, not checked yet.
 *
 * @throws UsageError as {@link readConfig}, when it cannot be read or is not JSON5
 */
export async function readInput(file: string): Promise<unknown> {
  return parse(await readText(file), file);
}

/** A config that was checked, with where it came from. */
export function checkedIn(config: z.output<typeof configSchema>, file: string): GatewayConfig {
  return { ...config, file, folder: dirname(resolve(file)) };
}

/**
 * Checks what would stand in a config file.
 *
 * @param file as it is named in messages; relative paths start at its folder
 * @throws UsageError `ERR_INVALID_CONFIG`, as {@link readConfig}
 *
 * @example
 * ```ts
 * import { checkConfig } from "feishu-dispatch-dedup/gateway";
 *
 * const config = checkConfig({ channels: { feishu: {} }, agent: { kind: "echo" } }, "gateway.json5");
 * console.log(config.session.dmScope);
 * ```
 */
export function checkConfig(input: unknown, file: string): GatewayConfig {
  const result = configSchema.safeParse(input);
  if (result.success) return checkedIn(result.data, file);
  const [reason] = explainEach(result.error, input);
  throw new UsageError("ERR_INVALID_CONFIG", `${file}: ${reason}`, { cause: result.error });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const message = `${file}: cannot read the config (${reasonOf(cause)})`;
    throw new UsageError("ERR_CONFIG_UNREADABLE", message, { cause });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON5.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^JSON5: /, "") : cause;
    throw new UsageError("ERR_INVALID_CONFIG", `${file}: not JSON5: ${reason}`, { cause });
  }
}
