import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type FastifyInstance, fastify } from "fastify";
import type { Settings } from "../options.ts";
import type { Connections } from "../push/connections.ts";
import type { Changes } from "../state/changes.ts";
import type { Outbox } from "../state/outbox.ts";
import type { Places } from "../state/places.ts";
import type { Script } from "../state/script.ts";
import type { Login } from "./login.ts";
import { addApi } from "./message-api.ts";
import { addScript, pathOf } from "./scripted.ts";

/** Everything a request can touch. */
interface ServerParts {
  readonly settings: Settings;
  readonly script: Script;
  readonly login: Login;
  readonly outbox: Outbox;
  readonly places: Places;
  readonly connections: Connections;
  readonly changes: Changes;
}

/** The HTTP side: scripted answers, login, API and the upgrade to a long connection. Not listening yet. */
export function createHttpServer(parts: ServerParts): FastifyInstance {
  const { settings, changes, connections } = parts;
  const { tls, timers } = settings;
  const server = fastify({
    forceCloseConnections: true,
    serverFactory: (handler) => (tls ? createTlsServer(tls, handler) : createServer(handler)),
  });
  addScript(server, parts.script, timers);
  parts.login.addTo(server);
  addApi(server, { ...parts, acceptUnknown: settings.acceptUnknown });
  server.addHook("onResponse", async (request, reply) => {
    changes.tell("request", request.method, pathOf(request), reply.statusCode);
  });
  server.server.on("upgrade", connections.upgrade.bind(connections));
  return server;
}

/** Where a listening server is reached; the port is left out where it is the scheme's own. */
export function urlOf(server: FastifyInstance, { host, tls }: Settings): string {
  const address = server.server.address();
  const port = address && typeof address === "object" ? address.port : undefined;
  const isUsual = port === (tls ? 443 : 80);
  return `${tls ? "https" : "http"}://${host}${isUsual ? "" : `:${port}`}`;
}
