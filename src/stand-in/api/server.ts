import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Settings } from "../options.ts";
import type { Connections } from "../push/connections.ts";
import type { Changes } from "../state/changes.ts";
import type { MessageState } from "../state/message-state.ts";
import type { Script } from "../state/script.ts";
import type { Login } from "./login.ts";
import { createApi } from "./message-api.ts";
import { createAnswerer, pathOf } from "./scripted.ts";

/** Everything a request can touch. */
interface ServerParts {
  readonly settings: Settings;
  readonly script: Script;
  readonly login: Login;
  readonly messages: MessageState;
  readonly connections: Connections;
  readonly changes: Changes;
}

/** The HTTP side: scripted answers, login, API and the upgrade to a long connection. Not listening yet. */
export function createHttpServer(parts: ServerParts): Server {
  const { settings, changes, connections, login, script } = parts;
  const { tls, timers, acceptUnknown } = settings;
  const router = createApi({ ...parts, acceptUnknown });
  login.addTo(router);
  const answer = createAnswerer({ router, script, timers });
  const server = tls ? createTlsServer(tls) : createServer();
  server.on("request", (request, response) => {
    const { method = "GET" } = request;
    response.on("finish", () => changes.tell("request", method, pathOf(request), response.statusCode));
    answer(request, response).catch(() => response.destroy());
  });
  server.on("upgrade", connections.upgrade.bind(connections));
  return server;
}

/** Listens where the settings say. */
export async function listen(server: Server, { host, port }: Settings): Promise<void> {
  server.listen(port, host);
  await once(server, "listening");
}

/** Closes at once, whoever keeps a connection open. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Where a listening server is reached; the port is left out where it is the scheme's own. */
export function urlOf(server: Server, { host, tls }: Settings): string {
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : undefined;
  const isUsual = port === (tls ? 443 : 80);
  return `${tls ? "https" : "http"}://${host}${isUsual ? "" : `:${port}`}`;
}
