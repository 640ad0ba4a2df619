import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { sendJson } from "../../src/board/door/send-json.ts";
import { createNodeHandler } from "../../src/feishu/webhook/node-handler.ts";
import { HttpServer, type ServerLimits } from "../../src/gateway/http-server.ts";
import { testIntake } from "../support/feishu/intake.ts";
import { recordLog } from "../support/feishu/log.ts";
import { event, NOW, request, secrets } from "../support/feishu/webhook.ts";

/** A server with a webhook at `/feishu` and its limits as short as a test can wait. */
async function serve(limits: ServerLimits = {}, bodies: object = {}) {
  const { intake, kept } = testIntake();
  const log = recordLog();
  const server = new HttpServer(log, { connectionsCheckingInterval: 50, ...limits });
  onTestFinished(() => server.close());
  const account = { account: "default", intake, log, now: () => NOW };
  server.route("/feishu", createNodeHandler({ ...account, ...secrets, ...bodies }));
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = new URL(url);
  const post = () => {
    const { headers, payload } = request(event);
    return fetch(`${url}/feishu`, {
      method: "POST",
      headers: headers as Record<string, string>,
      body: payload,
    });
  };
  return { server, url, port: Number(port), log, kept, intake, post };
}

/** A connection that sends these bytes and no more; what it was answered by its end. */
async function say(port: number, bytes: string): Promise<{ socket: Socket; ended: Promise<string> }> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => {});
  const ended = new Promise<string>((resolve) => {
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
  });
  socket.write(bytes);
  await Promise.race([once(socket, "connect").catch(() => {}), ended]);
  return { socket, ended };
}

const head = (length: number) =>
  `POST /feishu HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
const all = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));

test("hundreds of unsigned bodies that never end are held within bounds, and hung up on in time", async () => {
  const maxBodyBytes = 8_388_608;
  // A busy process reads their headers late: only the bodies' own time is to end them.
  const limits = { headersTimeout: 25_000, requestTimeout: 25_000 };
  const { port, post, intake, kept } = await serve(limits, { bodyTimeoutMs: 1500, maxBodyBytes });
  const before = process.memoryUsage().arrayBuffers;
  const part = "x".repeat(900_000);
  const slow = await all(300, () => say(port, `${head(1_000_000)}${part}`));
  await setTimeout(700);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  const answers = await Promise.all(slow.map(({ ended }) => ended));
  expect(answers.every((answer) => /^(HTTP\/1.1 (408|503) |$)/.test(answer))).toBe(true);
  expect(intake.stats().refused).toBe(300);
  expect((await post()).status).toBe(200);
  expect(kept).toHaveLength(1);
}, 30_000);

test.each([
  ["nothing", ""],
  ["half a line", "POST /fei"],
  ["headers without an end", "POST /feishu HTTP/1.1\r\nHost: x\r\nX-"],
])("a connection that sends %s is closed", async (_, bytes) => {
  const { port } = await serve({ headersTimeout: 200, requestTimeout: 300 });
  expect(await (await say(port, bytes)).ended).toMatch(/^HTTP\/1.1 408 |^$/);
});

test("headers that are too large, and what is no HTTP, are refused; hundreds of them in a few lines", async () => {
  const { port, log } = await serve();
  const large = `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`;
  expect(await (await say(port, large)).ended).toContain("431");
  const answers = await all(200, async () => (await say(port, "nonsense\r\n\r\n")).ended);
  expect(answers.every((answer) => answer.startsWith("HTTP/1.1 400 "))).toBe(true);
  expect(log.lines.length).toBeLessThanOrEqual(20);
});

test("connections over the limit are closed at once", async () => {
  const { port, post, log } = await serve({ maxConnections: 5 });
  // They come by several sockets, so that the last one to connect may be taken before another.
  const six = await all(6, () => say(port, "GET"));
  expect(await Promise.race(six.map(({ ended }) => ended))).toBe("");
  expect(log.text()).toContain("too many connections");
  expect(six.filter(({ socket }) => !socket.closed)).toHaveLength(5);
  for (const { socket } of six) socket.destroy();
  await expect.poll(async () => (await post().catch(() => undefined))?.status).toBe(200);
});

test("at the end what is under way is answered, and who keeps a connection open is hung up on", async () => {
  const { server, url, port } = await serve({ closeTimeout: 300 });
  const gate = Promise.withResolvers<void>();
  server.route("/slow", async (_, response) => {
    await gate.promise;
    sendJson(response, 200, { slow: true });
  });
  const answered = fetch(`${url}/slow`);
  const hanging = await say(port, head(100));
  await setTimeout(50);
  const closed = server.close();
  gate.resolve();
  expect(await (await answered).json()).toEqual({ slow: true });
  await closed;
  expect(await hanging.ended).toBe("");
  await expect(fetch(url)).rejects.toThrow();
});

test("paths are compared as they stand, without the query", async () => {
  const { server, url } = await serve();
  server.route("/a", (_, response) => sendJson(response, 200, {}));
  server.route("/fails", () => Promise.reject(new Error("at fault")));
  const statuses = ["/a", "/a?b=c", "/a/", "/A", "/"].map(async (path) => (await fetch(url + path)).status);
  expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 404]);
  await expect(fetch(`${url}/fails`)).rejects.toThrow();
});
