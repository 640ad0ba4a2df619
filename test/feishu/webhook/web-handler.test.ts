import { createClock } from "@sinonjs/fake-timers";
import { expect, test } from "vitest";
import type { IntakeOptions } from "../../../src/feishu/receive/intake-options.ts";
import type { WebhookHandlerOptions } from "../../../src/feishu/webhook/receive-request.ts";
import { createWebhookHandler } from "../../../src/feishu/webhook/web-handler.ts";
import { calm } from "../../support/calm.ts";
import { testIntake } from "../../support/feishu/intake.ts";
import { event, json, NOW, request, secrets, type signed } from "../../support/feishu/webhook.ts";

const good = request(event);

function handler(options: Partial<WebhookHandlerOptions> = {}, intakeOptions: Partial<IntakeOptions> = {}) {
  const { intake, log, kept } = testIntake(intakeOptions);
  const account = { account: "default", intake, log, now: () => NOW, ...secrets };
  return { handle: createWebhookHandler({ ...account, ...options }), intake, log, kept };
}

function requestOf({ payload, headers }: ReturnType<typeof signed>, changes: RequestInit = {}): Request {
  const init = { method: "POST", headers: headers as Record<string, string>, body: payload, ...changes };
  return new Request("https://bot.example.com/feishu", init);
}

/** A body of which one part has come, and the rest when it is told to. */
function slowBody(part = "{") {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(part)),
    cancel: () => {
      isCancelled = true;
    },
  });
  const init = { method: "POST", headers: json, body: stream, duplex: "half" } as const;
  return { request: new Request("https://bot.example.com/feishu", init), isCancelled: () => isCancelled };
}

test("an event is kept and answered 200, by Request and Response alone", async () => {
  const { handle, kept } = handler();
  const answer = await handle(requestOf(good));
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  expect(answer.headers.get("content-type")).toContain("application/json");
  expect(kept).toMatchObject([{ event, transport: "webhook" }]);
});

test("the challenge is answered", async () => {
  const challenge = { type: "url_verification", challenge: "abc", token: secrets.verificationToken };
  const answer = await handler().handle(requestOf(request(challenge)));
  expect(await answer.json()).toEqual({ challenge: "abc" });
});

test.each<[string, number, RequestInit]>([
  ["GET", 405, { method: "GET", body: null }],
  ["HEAD", 405, { method: "HEAD", body: null }],
  ["another type", 415, { headers: { "content-type": "text/plain" } }],
  ["a body over the limit", 413, { body: "x".repeat(5001) }],
  ["a body over the limit that does not say so", 413, slowOver()],
  ["no body", 401, { body: null }],
  ["no signature", 401, { headers: json }],
])("%s is refused with %i", async (_, status, changes) => {
  const { handle, log, intake } = handler({ bodyLimit: 5000 });
  const answer = await handle(requestOf(good, changes));
  expect(answer.status).toBe(status);
  expect(log.lines.map(({ level }) => level)).toEqual(["warn"]);
  expect(intake.stats().refused).toBe(1);
});

function slowOver(): RequestInit {
  return { body: new Blob(["x".repeat(5001)]).stream(), ...{ duplex: "half" } };
}

test("a body that does not come is given up", async () => {
  const clock = createClock();
  const { handle } = handler({ timers: clock, bodyTimeoutMs: 3000 });
  const slow = slowBody();
  const answered = handle(slow.request);
  clock.tick(3000);
  expect((await answered).status).toBe(408);
  await calm();
  expect([slow.isCancelled(), clock.countTimers()]).toEqual([true, 0]);
});

test("more bodies at once, or more bytes of them, are answered 503 until there is room", async () => {
  for (const limits of [{ maxBodies: 2 }, { maxBodyBytes: 1500 }]) {
    const clock = createClock();
    const { handle } = handler({ ...limits, timers: clock });
    const slow = [slowBody("x".repeat(700)), slowBody("x".repeat(700))];
    const answered = Promise.all(slow.map((it) => handle(it.request)));
    await calm(5);
    expect((await handle(requestOf(good))).status).toBe(503);
    clock.tick(5000);
    expect((await answered).map(({ status }) => status)).toEqual([408, 408]);
    expect((await handle(requestOf(good))).status).toBe(200);
  }
});

test("refusals are all counted, and logged at most 20 times a minute", async () => {
  let now = NOW;
  const { handle, log, intake } = handler({ now: () => now });
  const refuse = async (count: number) => {
    for (let n = 0; n < count; n += 1) await handle(requestOf(good, { headers: json }));
  };
  await refuse(500);
  expect([intake.stats().refused, log.lines.length]).toEqual([500, 20]);
  now += 60_000;
  await refuse(2);
  expect(log.lines.slice(20).map(({ fields }) => fields.leftOut)).toEqual([480, undefined]);
});

test("an event that cannot be kept in time is answered 503, for Feishu to send it again", async () => {
  const clock = createClock();
  const kept = Promise.withResolvers<void>();
  const { handle, intake } = handler({}, { timers: clock, accept: () => kept.promise });
  const answered = handle(requestOf(good));
  await calm(5);
  clock.tick(2500);
  expect((await answered).status).toBe(503);
  kept.resolve();
  await intake.close();
  expect(clock.countTimers()).toBe(0);
});
