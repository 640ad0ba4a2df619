import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../../errors.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import type { GatewayConfig, MiddlewareEntry } from "../config/read-config.ts";
import { type Composed, compose } from "./compose.ts";
import { createDedupMiddleware } from "./dedup-middleware.ts";
import type { Middleware, MiddlewareFactory, MiddlewareHost } from "./middleware.ts";

/** Starts the whole chain anew, with nothing remembered. */
export type MiddlewareChain = (host: MiddlewareHost) => Promise<Composed>;

/** What of a config says which middleware there is. */
export interface MiddlewareConfig extends Pick<GatewayConfig, "file" | "folder"> {
  readonly channels: { readonly feishu: { readonly middleware: readonly MiddlewareEntry[] } };
}

const builtIn: Readonly<Record<string, MiddlewareFactory>> = {
  [PACKAGE_NAME]: createDedupMiddleware,
};

/**
 * Loads the middleware that a config registers for the Feishu channel.
 *
 * @returns what starts the chain; modules are loaded once, however often it is started
 * @throws UsageError `ERR_MIDDLEWARE_UNUSABLE` when a module cannot be loaded, has no function as its default
 * export, refuses its options or returns no function. The message names the config, the entry and the reason
 *
 * @example
 * ```ts
 * import { loadMiddleware, readConfig } from "feishu-dispatch-dedup/gateway";
 *
 * const start = await loadMiddleware(await readConfig("gateway.json5"));
 * const middleware = await start({ now: Date.now, timers: globalThis });
 * ```
 */
export async function loadMiddleware(config: MiddlewareConfig): Promise<MiddlewareChain> {
  const { middleware } = config.channels.feishu;
  const names = middleware.map(({ name }, index) => `channels.feishu.middleware[${index}] (${name})`);
  const starts = await Promise.all(
    middleware.map((entry, index) => load(config, entry, `${config.file}: ${names[index]}`)),
  );
  return async (host) => {
    const chain: Middleware[] = [];
    for (const start of starts) chain.push(await start(host));
    return compose(chain, { report: host.report, names });
  };
}

async function load(config: MiddlewareConfig, entry: MiddlewareEntry, where: string) {
  const factory = await naming(where, () => builtIn[entry.name] ?? importFactory(config, entry.name));
  return (host: MiddlewareHost): Promise<Middleware> =>
    naming(where, async () => {
      const middleware = await factory(entry.options, host);
      if (typeof middleware !== "function") throw new TypeError("the factory returned no function");
      return middleware;
    });
}

async function importFactory({ folder }: MiddlewareConfig, name: string): Promise<MiddlewareFactory> {
  const module: { default?: unknown } = await import(pathToFileURL(locate(folder, name)).href);
  if (!isFactory(module.default)) throw new TypeError("the module's default export is no function");
  return module.default;
}

/** Paths start at the config's folder, and so does the search for packages. */
function locate(folder: string, name: string): string {
  if (name.startsWith(".") || isAbsolute(name)) return resolve(folder, name);
  return createRequire(join(folder, "config")).resolve(name);
}

function isFactory(value: unknown): value is MiddlewareFactory {
  return typeof value === "function";
}

async function naming<T>(where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new UsageError("ERR_MIDDLEWARE_UNUSABLE", `${where}: ${reason}`, { cause });
  }
}
