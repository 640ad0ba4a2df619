import { type FastifyInstance, fastify } from "fastify";
import { UsageError } from "../errors.ts";
import { reasonOf } from "../explain.ts";
import type { Account } from "./accounts/account.ts";
import type { Closers } from "./closers.ts";
import type { GatewayConfig } from "./config/read-config.ts";

/** What `/readyz` says: `ready`, or what is missing. */
export interface Readiness {
  /** Whether every account is connected and the inbox can be written to. */
  readonly ready: boolean;
  /**
   * How each part is: `accounts` by name, and `inbox`. With `otherPrograms`, by account, where there are signs that
   * other programs are connected with the same app.
   */
  readonly [part: string]: unknown;
}

/** A server that closes at once, whoever keeps a connection open. */
function createServer(): FastifyInstance {
  return fastify({ forceCloseConnections: true });
}

/**
 * `/healthz`: the process is alive. `/readyz`: events can come in and be kept. Neither tells anything secret.
 *
 * @returns the address; undefined when the config wants none
 */
export async function listenForHealth(
  { health }: GatewayConfig,
  readiness: () => Readiness,
  closers: Closers,
): Promise<string | undefined> {
  if (!health) return undefined;
  const server = createServer();
  closers.add(() => server.close());
  server.get("/healthz", async () => ({ alive: true }));
  server.get("/readyz", async (_request, reply) => {
    const said = readiness();
    return reply.code(said.ready ? 200 : 503).send(said);
  });
  return listen(server, "health", health);
}

/** @returns the address; undefined when the channel has no webhooks */
export async function listenForWebhooks(
  config: GatewayConfig,
  accounts: readonly Account[],
  closers: Closers,
): Promise<string | undefined> {
  if (config.channels.feishu.transport !== "webhook") return undefined;
  const server = createServer();
  closers.add(() => server.close());
  for (const account of accounts) account.addTo(server);
  return listen(server, "webhook", config.webhook);
}

/**
 * @param key which key of the config says where
 * @returns the address, e.g. `http://127.0.0.1:8787`
 * @throws UsageError `ERR_CANNOT_LISTEN`, e.g. when the port is taken
 */
async function listen(server: FastifyInstance, key: string, where: { host: string; port: number }) {
  try {
    return await server.listen(where);
  } catch (cause) {
    const message = `${key}: cannot listen on ${where.host}:${where.port} (${reasonOf(cause)})`;
    throw new UsageError("ERR_CANNOT_LISTEN", message, { cause });
  }
}
