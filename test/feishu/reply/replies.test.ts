import nock from "nock";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { Replies } from "../../../src/feishu/reply/replies.ts";
import type { RepliesOptions } from "../../../src/feishu/reply/replies-options.ts";
import { createClient } from "../../../src/feishu/sdk/client.ts";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { calm } from "../../support/calm.ts";
import { recordLog } from "../../support/feishu/log.ts";

const HOST = "https://open.feishu.cn";
const REPLY = "/open-apis/im/v1/messages/om_1/reply";
const target = { messageId: "om_1", inThread: true, paceKey: "ou_1" };

beforeEach(() => {
  // The network stand-in needs the event loop's own turns; time is ours.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  const token = { code: 0, tenant_access_token: "t-secret", expire: 7200 };
  nock(HOST).persist().post("/open-apis/auth/v3/tenant_access_token/internal").reply(200, token);
});

afterEach(() => {
  vi.useRealTimers();
  nock.cleanAll();
  nock.enableNetConnect();
  // It is in the way of every socket of the process, and other files are run in it, too.
  nock.restore();
});

const Body = z.looseObject({ content: z.string(), uuid: z.string() });

interface Sent {
  readonly at: number;
  readonly body: z.infer<typeof Body>;
}

/** Answers the requests one after the other; what comes after the last is answered with a success. */
function feishu(...answers: Array<[number, object, Record<string, string>?]>): Sent[] {
  const sent: Sent[] = [];
  const begin = Date.now();
  nock(HOST)
    .persist()
    .post(REPLY)
    .reply(async (request: Request) => {
      const answer = answers[sent.length];
      const at = Date.now() - begin;
      sent.push({ at, body: Body.parse(await request.json()) });
      return answer ?? [200, { code: 0, data: { message_id: `om_sent_${sent.length}` } }];
    });
  return sent;
}

function setUp(options: Partial<RepliesOptions> = {}) {
  const log = recordLog();
  const { appId, appSecret } = DEMO_APP;
  const client = createClient({ appId, appSecret, log });
  return { log, replies: new Replies({ account: "default", client, log, ...options }) };
}

/** Lets time pass, as far as it has to, until the promise has settled; none passes while a request is answered. */
async function passTime<T>(promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  promise.then(settle, settle);
  while (!isSettled) {
    await calm(50);
    if (!isSettled) vi.advanceTimersToNextTimer();
  }
  return promise;
}

const frequency = { code: 230020, msg: "This operation triggers the frequency limit." };

test("a reply goes under the message, in its thread, with a uuid of its name", async () => {
  const sent = feishu();
  const { replies } = setUp();
  const ids = await passTime(replies.send(target, { text: '好 "hi"' }, { name: "work-1" }));
  expect(ids).toEqual(["om_sent_1"]);
  const content = JSON.stringify({ text: '好 "hi"' });
  expect(sent[0]?.body).toMatchObject({ content, msg_type: "text", reply_in_thread: true });
  expect(sent[0]?.body.uuid).toMatch(/^[\w-]{43}$/);
});

test("the same name gives the same uuids, and every part and name another one", async () => {
  const sent = feishu();
  const { replies } = setUp();
  const text = "x".repeat(300_000);
  for (const name of ["a", "a", "b"]) await passTime(replies.send(target, { text }, { name }));
  const uuids = sent.map(({ body }) => body.uuid);
  expect(uuids).toHaveLength(9);
  expect(uuids.slice(3, 6)).toEqual(uuids.slice(0, 3));
  expect(new Set(uuids).size).toBe(6);
  expect(sent.slice(0, 3).map(({ body }) => JSON.parse(body.content).text)).toEqual([
    "x".repeat(149_000),
    "x".repeat(149_000),
    "x".repeat(2000),
  ]);
});

test("an answer to nobody's message goes to the person", async () => {
  const { replies } = setUp();
  const create = nock(HOST)
    .post(
      "/open-apis/im/v1/messages",
      (body) => body.receive_id === "ou_1" && body.msg_type === "interactive",
    )
    .query({ receive_id_type: "open_id" })
    .reply(200, { code: 0, data: { message_id: "om_2" } });
  const person = { userId: "ou_1", userIdType: "open_id", paceKey: "ou_1" } as const;
  const card = { msgType: "interactive", content: { schema: "2.0" } } as const;
  expect(await passTime(replies.send(person, card, { name: "w" }))).toEqual(["om_2"]);
  expect(create.isDone()).toBe(true);
});

test("what passes is tried again, later each time, under the same uuid", async () => {
  const sent = feishu([500, {}], [400, frequency], [200, { code: 99991400 }]);
  const { replies, log } = setUp();
  await passTime(replies.send(target, { text: "top secret text" }, { name: "w" }));
  expect(new Set(sent.map(({ body }) => body.uuid)).size).toBe(1);
  const waits = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
  for (const [index, shortest] of [500, 1000, 2000].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(shortest);
    expect(waits[index]).toBeLessThanOrEqual(shortest * 2);
  }
  const lines = log.lines.filter(({ message }) => message === "a reply was not sent");
  expect(lines.map(({ fields }) => fields.feishuCode)).toEqual([undefined, 230020, 99991400]);
  for (const secret of ["top secret", "t-secret", DEMO_APP.appSecret])
    expect(log.text()).not.toContain(secret);
});

test.each([
  ["Retry-After", { "retry-after": "7" }],
  ["Feishu's own header", { "x-ogw-ratelimit-reset": "7" }],
])("the wait that Feishu asks for by %s is kept", async (_, headers) => {
  const sent = feishu([429, { code: 99991400 }, headers]);
  const { replies } = setUp();
  await passTime(replies.send(target, { text: "hi" }, { name: "w" }));
  expect(sent[1]?.at).toBeGreaterThanOrEqual(7000);
});

test("a longer wait than allowed is a failure at once, which says how long", async () => {
  const sent = feishu([429, { code: 99991400 }, { "retry-after": "61" }]);
  const { replies } = setUp();
  const failure = { code: "ERR_REPLY_FAILED", isPassing: true, failure: { retryAfterMs: 61_000 } };
  await expect(passTime(replies.send(target, { text: "hi" }, { name: "w" }))).rejects.toMatchObject(failure);
  expect(sent).toHaveLength(1);
});

test("what keeps failing fails after the last retry, without another wait", async () => {
  const sent = feishu([500, {}], [500, {}], [503, {}, { "retry-after": "50" }]);
  const { replies } = setUp({ retries: 2 });
  const begin = Date.now();
  const failure = { code: "ERR_REPLY_FAILED", failure: { status: 503 } };
  await expect(passTime(replies.send(target, { text: "hi" }, { name: "w" }))).rejects.toMatchObject(failure);
  expect(sent).toHaveLength(3);
  expect(Date.now() - begin).toBeLessThan(10_000);
});

test("what is refused is not tried again, and the parts after it are not sent", async () => {
  const sent = feishu([200, { code: 0, data: { message_id: "om_a" } }], [400, { code: 230002 }]);
  const { replies } = setUp();
  const text = "x".repeat(600_000);
  const failure = { name: "ReplyError", code: "ERR_REPLY_REFUSED", failure: { feishuCode: 230002 } };
  await expect(passTime(replies.send(target, { text }, { name: "w" }))).rejects.toMatchObject(failure);
  expect(sent).toHaveLength(2);
});

test("the parts of one reply are not interrupted by another's", async () => {
  const sent = feishu([500, {}]);
  const { replies } = setUp();
  const long = replies.send(target, { text: "x".repeat(300_000) }, { name: "a" });
  const short = replies.send(target, { text: "y" }, { name: "b" });
  await passTime(Promise.all([long, short]));
  expect(sent.map(({ body }) => JSON.parse(body.content).text[0])).toEqual(["x", "x", "x", "x", "y"]);
});

test("giving up ends the wait for a retry, with the signal's reason, and nothing more is sent", async () => {
  const sent = feishu([429, { code: 99991400 }, { "retry-after": "30" }]);
  const { replies, log } = setUp();
  const controller = new AbortController();
  const sending = replies.send(target, { text: "hi" }, { name: "w", signal: controller.signal });
  while (log.lines.every(({ message }) => message !== "a reply was not sent")) await calm();
  controller.abort(new Error("turn stopped"));
  await expect(sending).rejects.toThrow("turn stopped");
  await passTime(new Promise((resolve) => void setTimeout(resolve, 60_000)));
  expect(sent).toHaveLength(1);
});
