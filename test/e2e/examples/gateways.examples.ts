import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startModel, stream } from "../../support/gateway/model.ts";
import { startPostgres } from "../../support/postgres/server.ts";
import { answersInOrder, exampleWorld, listening, overlap, port, saidBy, say } from "./support/world.ts";

/** Starts the agent in Python, and says where it is. */
async function pythonAgent(): Promise<string> {
  const { start } = await exampleWorld("http-agent");
  const PORT = await port();
  start("python3", ["agent.py"], { PORT: String(PORT) });
  await listening(PORT);
  return `http://127.0.0.1:${PORT}/turn`;
}

test("http-agent: the server in Python answers in order", async () => {
  const { feishu, gateway } = await exampleWorld("http-agent");
  await gateway({ agent: { url: await pythonAgent() } });
  await answersInOrder(feishu);
});

test("command-agent: the program answers in order", async () => {
  const { feishu, gateway } = await exampleWorld("command-agent");
  await gateway();
  await answersInOrder(feishu);
});

test("openai-agent: a model answers in order, on cards", async () => {
  const { feishu, gateway } = await exampleWorld("openai-agent");
  const model = await startModel();
  onTestFinished(() => model.close());
  model.answer = async (response, { messages }) => {
    const said = messages.at(-1)?.content ?? "";
    await setTimeout(Number(said));
    stream(response, ["You said: ", said]);
  };
  await gateway({ agent: { baseUrl: model.url } });
  await overlap(feishu);
  const shown = () => feishu.messages.map(({ content, updates }) => updates.at(-1) ?? content);
  const cards = ["You said: 700", "You said: 10"].map((text) => expect.stringContaining(text));
  await expect.poll(shown).toEqual(cards);
  expect(model.bodies.map(({ model: name }) => name)).toEqual(["qwen3", "qwen3"]);
});

test("compose: its services answer in order, whichever of two gateways a message comes to, and when one ends", async () => {
  const { feishu, gateway } = await exampleWorld("compose");
  const database = await startPostgres();
  onTestFinished(() => database.stop());
  const changes = { agent: { url: await pythonAgent() }, env: { DATABASE_URL: database.url } };
  const first = await gateway(changes);
  await gateway(changes);
  await answersInOrder(feishu);
  first.kill("SIGTERM");
  await once(first, "exit");
  feishu.deliver(say.text({ user: "alice" }, "5"));
  await feishu.changes.until("the answer of the other", () => feishu.messages.length === 3, 60_000);
  expect(saidBy(feishu).at(-1)).toBe("You said: 5");
});
