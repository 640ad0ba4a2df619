import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf } from "../../support/examples.ts";
import { answersInOrder, exampleWorld, listening, port, saidBy, say } from "./support/world.ts";

test.each(["long-connection.ts", "lark-channel.ts", "durable.ts"])("%s answers in order", async (file) => {
  const { feishu, start, connected } = await exampleWorld(file);
  start(process.execPath, [file]);
  await connected();
  await answersInOrder(feishu);
});

test.each(["hono.ts", "express.ts"])("%s answers in order, by webhook", async (file) => {
  const { feishu, start } = await exampleWorld(file);
  const PORT = await port();
  start(process.execPath, [file], { PORT: String(PORT) });
  await listening(PORT);
  feishu.setWebhook(`http://127.0.0.1:${PORT}/feishu`);
  expect(await feishu.verifyUrl("abc")).toMatchObject({ code: 200 });
  await answersInOrder(feishu, { transport: "webhook" });
});

test("the route for Next.js answers in order, in a server that has Request and Response", async () => {
  const { feishu, start, folder } = await exampleWorld("nextjs");
  const PORT = await port();
  const server = `
    import { serve } from "@hono/node-server";
    import { POST } from "./app/feishu/route.ts";
    serve({ fetch: POST, port: ${PORT} });`;
  await writeFile(join(folder, "serve.ts"), server);
  start(process.execPath, ["serve.ts"]);
  await listening(PORT);
  feishu.setWebhook(`http://127.0.0.1:${PORT}/feishu`);
  await answersInOrder(feishu, { transport: "webhook" });
});

test("durable.ts, killed in mid-turn, answers what it has acknowledged when it is started again", async () => {
  const { feishu, start, connected } = await exampleWorld("durable.ts");
  const first = start(process.execPath, ["durable.ts"]);
  await connected();
  for (const text of ["1500", "10"]) feishu.deliver(say.text({ user: "alice" }, text));
  await feishu.changes.until("acks", () => feishu.deliveries.every(({ state }) => state === "acked"));
  first.kill("SIGKILL");
  await connected(0);
  start(process.execPath, ["durable.ts"]);
  await feishu.changes.until("both answers", () => feishu.messages.length >= 2, 60_000);
  expect(saidBy(feishu)).toEqual(["You said: 1500", "You said: 10"]);
});

test("the README's first lines of code are a bot that answers", async () => {
  const { feishu, start, connected, folder } = await exampleWorld("package.json");
  const [block] = blocksOf("README.md", readFileSync("README.md", "utf8"));
  const code = block?.code.replace("const app = {", `const app = { domain: "${feishu.url}",`) ?? "";
  await writeFile(join(folder, "bot.ts"), code);
  start(process.execPath, ["bot.ts"]);
  await connected();
  for (const text of ["one", "two"]) feishu.deliver(say.text({ user: "alice" }, text), { copies: 2 });
  await feishu.changes.until("both answers", () => feishu.messages.length >= 2, 60_000);
  await feishu.changes.until("acks", () => feishu.deliveries.every(({ state }) => state === "acked"));
  expect(saidBy(feishu)).toEqual(["You said: one", "You said: two"]);
});
