import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import type { HttpRoute } from "../../../src/openclaw/host/http-route.ts";

/** The host's own port: it gives requests to the route that they belong to, and has a page of its own for the others. */
export async function listen(routes: readonly HttpRoute[]): Promise<number> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const isOf = ({ path, match }: HttpRoute) =>
      pathname === path || (match === "prefix" && pathname.startsWith(`${path}/`));
    for (const route of routes) if (isOf(route) && (await route.handler(request, response))) return;
    response.end("the host's own page");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("it does not listen");
  return address.port;
}
