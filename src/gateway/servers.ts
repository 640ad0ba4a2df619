import { sendJson } from "../board/door/send-json.ts";
import { UsageError } from "../errors.ts";
import { reasonOf } from "../explain.ts";
import type { Account } from "./accounts/account.ts";
import type { Closers } from "./closers.ts";
import type { GatewayConfig } from "./config/read-config.ts";
import { type Handler, HttpServer } from "./http-server.ts";
import type { GatewayLog } from "./log.ts";

/** What `/readyz` says: `ready`, or what is missing. */
export interface Readiness {
  /** Whether every account is connected, the inbox can be written to, and the gateway has not been told to stop. */
  readonly ready: boolean;
  /**
   * How each part is: `accounts` by name, and `inbox`. With `draining` once it has been told to stop; with `clockAheadMs`
   * while the local clock is off; with `otherPrograms`, by account, where there are signs that other programs are
   * connected with the same app; with `botUnknown` while Feishu has not said who a bot is.
   */
  readonly [part: string]: unknown;
}

/**
 * `/healthz`: the process is alive. `/readyz`: events can come in and be kept. `/metrics`: how many, and how fast. None
 * tells anything secret. Whoever runs the gateway asks them while it drains, too, so that the server has to be closed
 * after everything else.
 *
 * @param board what else is served there
 * @returns the address; undefined when the config wants none
 */
export async function listenForHealth(
  { health, file }: GatewayConfig,
  readiness: () => Readiness,
  { server, board, metrics = metricsMissing }: Serving,
): Promise<string | undefined> {
  if (!health) return undefined;
  server.route("/healthz", (_, response) => sendJson(response, 200, { alive: true }));
  server.route("/readyz", (_, response) => {
    const said = readiness();
    sendJson(response, said.ready ? 200 : 503, said);
  });
  server.route("/metrics", metrics);
  board?.addTo(server);
  const address = await listen(server, `${file}: health`, health);
  await board?.open(address);
  return address;
}

/** What is served besides, and told where that is. */
interface Guest {
  addTo(server: HttpServer): void;
  open(url: string): Promise<void>;
}

interface Serving {
  readonly server: HttpServer;
  readonly board: Guest | undefined;
  readonly metrics?: Handler | undefined;
}

const metricsMissing: Handler = (_, response) =>
  sendJson(response, 501, {
    code: "ERR_METRICS_NOT_INSTALLED",
    message:
      "Metrics need packages that are not installed. Install them beside the gateway, and start it again: npm install @opentelemetry/api @opentelemetry/sdk-metrics @opentelemetry/exporter-prometheus",
  });

/** @returns the address; undefined when the channel has no webhooks */
export async function listenForWebhooks(
  config: GatewayConfig,
  accounts: readonly Account[],
  { closers, log }: Around,
): Promise<string | undefined> {
  if (config.channels.feishu.transport !== "webhook") return undefined;
  const server = new HttpServer(log);
  closers.add(() => server.close());
  for (const { webhook } of accounts) if (webhook) server.route(webhook.path, webhook.handle);
  return listen(server, `${config.file}: webhook`, config.webhook);
}

interface Around {
  readonly closers: Closers;
  readonly log: GatewayLog;
}

/**
 * @param key which key of the config says where
 * @returns the address, e.g. `http://127.0.0.1:8787`
 * @throws UsageError `ERR_CANNOT_LISTEN`, e.g. when the port is taken
 */
async function listen(server: HttpServer, key: string, where: { host: string; port: number }) {
  try {
    return await server.listen(where);
  } catch (cause) {
    throw cannotListen(key, where, cause);
  }
}

/** Names the key that has to be another: the port, unless there is no such address here. */
export function cannotListen(key: string, where: { host: string; port: number }, cause: unknown): UsageError {
  const reason = reasonOf(cause);
  const wrong = reason === "EADDRINUSE" || reason === "EACCES" ? "port" : "host";
  const taken = reason === "EADDRINUSE" ? ": something else listens there" : "";
  const message = `${key}.${wrong}: cannot listen on ${where.host}:${where.port} (${reason})${taken}`;
  return new UsageError("ERR_CANNOT_LISTEN", message, { cause });
}
