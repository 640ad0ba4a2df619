import { once } from "node:events";
import { createServer, request as forward } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { onTestFinished } from "vitest";

/** A proxy that leads everything to this machine, whatever the host is called; and whom it was asked for. */
export async function startConnectProxy() {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", (request, client) => {
    const { hostname, port } = new URL(`http://${request.url}`);
    asked.push(hostname);
    const upstream = connect(Number(port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client])
      socket.on("error", () => {}).on("close", () => [upstream, client].map((it) => it.destroy()));
  });
  // What is not encrypted comes whole.
  server.on("request", (request, response) => {
    const { hostname, port, pathname } = new URL(request.url ?? "");
    asked.push(hostname);
    const { method, headers } = request;
    const upstream = forward({ host: "127.0.0.1", port, path: pathname, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(upstream.on("error", () => response.destroy()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
