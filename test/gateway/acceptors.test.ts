import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Acceptors } from "../../src/gateway/acceptors.ts";

const where = { host: "127.0.0.1", port: 0 };

async function open(port = 0) {
  const taken: Socket[] = [];
  const server = createServer().on("connection", (socket) => void taken.push(socket));
  const acceptors = new Acceptors(server);
  onTestFinished(async () => {
    for (const socket of taken) socket.destroy();
    await acceptors.close();
  });
  return { taken, acceptors, address: await acceptors.listen({ ...where, port }) };
}

/** Connections that the system has made while the event loop stood still. */
function connectAtOnce(count: number, port: number): void {
  const sockets = Array.from({ length: count }, () => connect(port, where.host).on("error", () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
}

test.runIf(process.platform === "linux")(
  "a burst of connections is taken in a quarter of the turns of the event loop that one socket would need",
  async () => {
    const { taken, address } = await open();
    connectAtOnce(200, address.port);
    let turns = 0;
    for (; taken.length < 200; turns += 1) await setImmediate();
    expect(turns).toBeLessThan(50);
  },
);

test("its port is shared with nobody, and belongs to nobody at the end", async () => {
  const { acceptors, address } = await open();
  await expect(open(address.port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await acceptors.close();
  expect((await open(address.port)).address.port).toBe(address.port);
});

test("a port that another program has is not taken", async () => {
  const other = createServer();
  other.listen({ ...where });
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(open(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
});
