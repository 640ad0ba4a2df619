import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import JSON5 from "json5";
import { z } from "zod";
import { UsageError } from "../errors.ts";
import { explain } from "../explain.ts";

const name = z.string().refine((text) => text !== "", "a text that is not empty");

const middlewareEntry = z
  .union([name, z.tuple([name]), z.tuple([name, z.unknown()])], { error: '"name" or ["name", {options}]' })
  .transform((entry): MiddlewareEntry => {
    const [name, options] = typeof entry === "string" ? [entry] : entry;
    return { name, options };
  });

/** `session.dmScope`, as OpenClaw names them. */
export const dmScope = z.enum(["main", "per-peer", "per-channel-peer", "per-account-channel-peer"]);

const feishuChannel = z.strictObject({ middleware: z.array(middlewareEntry).default([]) });

const schema = z.strictObject({
  session: z.strictObject({ dmScope: dmScope.optional() }).prefault({}),
  channels: z.strictObject({ feishu: feishuChannel.prefault({}) }).prefault({}),
});

/** One middleware as the config registers it. */
export interface MiddlewareEntry {
  /** `feishu-dispatch-dedup`, or a module: a path relative to the config, or a package's name. */
  readonly name: string;
  /** Handed to the middleware's factory as they stand. */
  readonly options?: unknown;
}

/** A gateway config that was checked, and where it came from. */
export interface GatewayConfig extends z.output<typeof schema> {
  /** The file, as it was named; for messages. */
  readonly file: string;
  /** Where relative paths start. */
  readonly folder: string;
}

/** What counts when there is no config: our middleware with its defaults. */
export const defaultConfig: GatewayConfig = checkConfig(
  { channels: { feishu: { middleware: ["feishu-dispatch-dedup"] } } },
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
  return checkConfig(parse(await readText(file), file), file);
}

function checkConfig(input: unknown, file: string): GatewayConfig {
  const result = schema.safeParse(input);
  if (result.success) return { ...result.data, file, folder: dirname(resolve(file)) };
  const reason = explain(result.error, input, "");
  throw new UsageError("ERR_INVALID_CONFIG", `${file}: ${reason}`, { cause: result.error });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new UsageError("ERR_CONFIG_UNREADABLE", `${file}: cannot read the config (${reason})`, { cause });
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
