import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Scene } from "../scene.ts";

async function listen(scene: Scene, server: Server, host: string): Promise<number> {
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.listen(0, host);
  await once(server, "listening");
  scene.onEnd(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

function join(client: Socket, upstream: Socket): void {
  upstream.pipe(client).pipe(upstream);
  for (const socket of [upstream, client]) {
    socket.on("error", () => {});
    socket.on("close", () => [upstream, client].map((it) => it.destroy()));
  }
}

/** A door to another port of this machine: whoever comes by it has come directly. */
export async function startDoor(scene: Scene, host: string, target: () => number) {
  const door = { came: 0, port: 0 };
  const server = createServer((client) => {
    door.came += 1;
    join(client, connect(target(), host));
  });
  door.port = await listen(scene, server, host);
  return door;
}

/** A proxy that knows what is behind the doors, and whom it was asked for. */
export async function startProxy(scene: Scene, host: string, behind: (port: number) => number) {
  const asked: number[] = [];
  const server = createHttpServer((_, response) => response.writeHead(501).end());
  server.on("connect", (request, client: Socket) => {
    const port = Number(request.url?.split(":").at(-1));
    asked.push(port);
    const upstream = connect(behind(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      join(client, upstream);
    });
    upstream.on("error", () => client.destroy());
  });
  const port = await listen(scene, server, host);
  return { asked, url: `http://${host}:${port}` };
}
