import { metrics } from "@opentelemetry/api";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { expect, onTestFinished, test } from "vitest";
import type { Fact } from "../../../src/gateway/index.ts";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { Scrape } from "../../support/gateway/scrape.ts";
import { toldTelemetry } from "../../support/gateway/telemetry.ts";
import { startWorld, type World, type WorldOptions } from "../../support/gateway/world.ts";

const { appId, appSecret, encryptKey, verificationToken } = DEMO_APP;
const byWebhook: WorldOptions = {
  feishu: {
    accounts: { default: { appId, appSecret, encryptKey, verificationToken } },
    transport: "webhook",
  },
  config: { webhook: { port: 0 } },
};

type TypeOf<Type extends Fact["type"]> = Extract<Fact, { readonly type: Type }>;

function factsOf<Type extends Fact["type"]>({ facts }: World, type: Type): Array<TypeOf<Type>> {
  return facts.filter((fact): fact is TypeOf<Type> => fact.type === type);
}

/** How often each was told. */
function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function scrape({ gateway }: World): Promise<Scrape> {
  return Scrape.of(gateway.addresses.health);
}

/** Turns of four people, of whom some fail for good and some once, each delivered more than once. */
async function played(): Promise<World> {
  const world = await startWorld({
    ...byWebhook,
    behave: ({ text, attempt }, { response }) => {
      if (text === "never" || (text === "later" && attempt === 1))
        response.statusCode = text === "never" ? 400 : 503;
      return `re: ${text}`;
    },
  });
  const { feishu, say, until, gateway } = world;
  const url = `${gateway.addresses.webhook}/feishu/default`;
  feishu.setWebhook(url);
  const deliveries = ["ann", "bob", "cid", "dan"].flatMap((user) =>
    ["one", "never", "/new", "later", "two"].map((text) =>
      feishu.deliver(say.text({ user }, text), { transport: "webhook", loseAcks: 1 }),
    ),
  );
  await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  await until("all acks", () => deliveries.every(({ state }) => state === "acked"));
  await until("all ends", () => over(world).length === deliveries.length);
  return world;
}

function over(world: World) {
  return [...factsOf(world, "ended"), ...factsOf(world, "dead")];
}

/** From the first start of each row to its end, in seconds, all together. */
function secondsRun(world: World): number {
  const startOf = new Map<number, number>();
  for (const { row, at } of factsOf(world, "started")) if (!startOf.has(row)) startOf.set(row, at);
  return over(world).reduce((sum, { row, at }) => sum + (at - (startOf.get(row) ?? at)) / 1000, 0);
}

test("what is read over HTTP equals what the journal told", async () => {
  const world = await played();
  const scraped = await scrape(world);
  const outcomes = [
    ...factsOf(world, "ended").map(({ outcome }) => outcome),
    ...factsOf(world, "dead").map(() => "dead"),
  ];
  expect(tally(outcomes)).toMatchObject({ completed: 16, dead: 4 });
  expect(scraped.by("feishu_dispatch_outcomes_total", "feishu_dispatch_outcome")).toEqual(tally(outcomes));

  const claims = tally(factsOf(world, "received").map(({ claim }) => claim));
  expect(claims.accepted).toBe(20);
  expect(Object.keys(claims).length).toBeGreaterThan(1);
  expect(scraped.by("messaging_client_consumed_messages_total", "feishu_dispatch_claim")).toEqual(claims);

  expect(scraped.sum("feishu_dispatch_wait_duration_count")).toBe(20);
  expect(scraped.sum("messaging_process_duration_count")).toBe(20);
  expect(scraped.sum("messaging_process_duration_sum")).toBeCloseTo(secondsRun(world));
  expect(scraped.sum("messaging_client_sent_messages_total")).toBe(factsOf(world, "replied").length);
  expect(scraped.sum("feishu_dispatch_retries_total")).toBe(factsOf(world, "retry").length);
  expect(scraped.by("feishu_dispatch_retries_total", "error_type")).toEqual({ ERR_AGENT_STATUS: 4 });
  expect(scraped.sum("messaging_client_operation_duration_count")).toBe(
    factsOf(world, "acknowledged").length,
  );
  expect(scraped.sum("feishu_dispatch_refused_total")).toBe(1);
  expect(scraped.sum("feishu_dispatch_inbox_pending")).toBe(0);
  expect(scraped.sum("feishu_dispatch_inbox_writable")).toBe(1);
  expect(secretsIn(scraped, world)).toEqual([]);
  // Nobody traces.
  expect(world.agent.turns.filter(({ trace }) => trace !== undefined)).toEqual([]);
});

/** Labels that hold an id, a session or what somebody wrote. */
function secretsIn({ samples }: Scrape, { facts }: World): string[] {
  const told = facts.flatMap((fact) => ("turnId" in fact ? [fact.turnId, fact.sessionKey] : []));
  const secrets = [...told, "ou_", "om_", "oc_", "one", "never"];
  const labels = samples.flatMap((sample) => Object.values(sample.labels));
  return labels.filter((label) => secrets.some((secret) => label.includes(secret)));
}

test("what runs and waits now, and how long, is counted when it is read", async () => {
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const world = await startWorld({
    behave: async ({ text }) => {
      await promise;
      return `re: ${text}`;
    },
  });
  for (const [user, text] of [
    ["ann", "a"],
    ["ann", "b"],
    ["ann", "c"],
    ["bob", "d"],
  ] as const)
    world.feishu.deliver(world.say.text({ user }, text));
  await world.until("both turns", () => world.agent.turns.length === 2);
  await world.until("all four", () => factsOf(world, "received").length === 4);
  const scraped = await scrape(world);
  const now = ["turns_running", "messages_waiting", "sessions", "inbox_pending"];
  expect(now.map((name) => scraped.sum(`feishu_dispatch_${name}`))).toEqual([2, 2, 2, 4]);
  expect(scraped.sum("feishu_dispatch_wait_oldest")).toBeGreaterThan(0);
  const age = scraped.sum("feishu_dispatch_inbox_age");
  expect(age).toBeGreaterThanOrEqual(scraped.sum("feishu_dispatch_wait_oldest"));
  finish();
  await world.until("all ends", () => over(world).length === 4);
  const after = await scrape(world);
  expect(now.map((name) => after.sum(`feishu_dispatch_${name}`))).toEqual([0, 0, 0, 0]);
  expect(after.sum("feishu_dispatch_wait_oldest")).toBe(0);
});

test("a turn that hangs is counted until it ends, and one of a lost session as left", async () => {
  const { tell, clock, scrape } = await toldTelemetry();
  const hung = async () => (await scrape()).sum("feishu_dispatch_turns_hung");
  tell("received");
  tell("started");
  tell("hung");
  tell("resumed", 2, { receivedAt: clock.now - 5000 });
  expect(await hung()).toBe(1);
  expect((await scrape()).sum("feishu_dispatch_wait_oldest")).toBe(5);
  clock.now += 2000;
  tell("lost");
  tell("left");
  const after = await scrape();
  expect(after.sum("feishu_dispatch_turns_hung")).toBe(0);
  expect(after.by("feishu_dispatch_outcomes_total", "feishu_dispatch_outcome")).toEqual({ left: 2 });
  expect(after.by("messaging_process_duration_sum", "messaging_destination_name")).toEqual({ default: 2 });
});

test("a turn of a hold that was lost does not end the one that has come back", async () => {
  const { tell, scrape } = await toldTelemetry();
  tell("arrived", 1, { epoch: 1 });
  tell("started", 1, { epoch: 1 });
  tell("lost");
  tell("resumed", 1, { why: "taken-over", epoch: 2 });
  tell("left", 1, { epoch: 1 });
  tell("started", 1, { epoch: 2 });
  expect((await scrape()).sum("feishu_dispatch_turns_running")).toBe(1);
  tell("ended");
  const outcomes = (await scrape()).by("feishu_dispatch_outcomes_total", "feishu_dispatch_outcome");
  expect(outcomes).toEqual({ left: 1, completed: 1 });
});

test("an account has its numbers before anything happens in it", async () => {
  const { scrape } = await toldTelemetry();
  expect((await scrape()).by("feishu_dispatch_messages_waiting", "messaging_destination_name")).toEqual({
    default: 0,
  });
});

test("an SDK that is registered in the process has the numbers too, until the gateway has closed", async () => {
  const reader = new PrometheusExporter({ preventServerStart: true });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  onTestFinished(() => metrics.disable());
  const { telemetry, tell, clock, scrape } = await toldTelemetry();
  const read = async (name: string) => {
    const { resourceMetrics } = await reader.collect();
    const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return all.find(({ descriptor }) => descriptor.name === name)?.dataPoints[0]?.value;
  };
  tell("received");
  clock.now += 1000;
  expect(await read("feishu.dispatch.inbox.age")).toBe(1);
  expect(await read("messaging.client.consumed.messages")).toBe(1);
  expect((await scrape()).sum("messaging_client_consumed_messages_total")).toBe(1);
  await telemetry.close();
  clock.now += 1000;
  expect(await read("feishu.dispatch.inbox.age")).toBe(1);
});
