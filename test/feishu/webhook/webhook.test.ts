import { fastify } from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { addWebhook } from "../../../src/feishu/webhook/webhook.ts";
import { EventMaker, startStandIn } from "../../../src/stand-in/index.ts";
import { testIntake } from "../../support/feishu/intake.ts";
import { event, json, NOW, request, secrets, signed, webhook } from "../../support/feishu/webhook.ts";

const good = request(event);

test("an encrypted and signed event is kept, and answered 200", async () => {
  const { server, kept } = await webhook();
  const answer = await server.inject(good);
  expect([answer.statusCode, answer.json()]).toEqual([200, {}]);
  expect(kept).toMatchObject([{ event, transport: "webhook" }]);
});

test("the same signed request again is taken again: that it is the same work is for others to see", async () => {
  const { server, kept } = await webhook();
  for (let n = 0; n < 2; n += 1) expect((await server.inject(good)).statusCode).toBe(200);
  expect(kept).toHaveLength(2);
});

test("a body with other spaces than JSON.stringify makes is still Feishu's: the signature is over its bytes", async () => {
  const { server, kept } = await webhook();
  const payload = good.payload.replace(":", " :\n ");
  expect((await server.inject(signed(payload))).statusCode).toBe(200);
  expect(kept).toHaveLength(1);
});

test("without an encrypt key the verification token decides", async () => {
  const { server, kept } = await webhook({}, { encryptKey: undefined });
  const plain = { method: "POST", url: "/feishu", headers: json } as const;
  expect((await server.inject({ ...plain, payload: JSON.stringify(event) })).statusCode).toBe(200);
  const forged = { ...event, header: { ...event.header, token: "guess" } };
  expect((await server.inject({ ...plain, payload: JSON.stringify(forged) })).statusCode).toBe(401);
  expect(kept).toHaveLength(1);
});

test("a card action is answered with a toast", async () => {
  const { server, kept } = await webhook();
  const action = new EventMaker({ now: () => NOW }).cardAction({ user: "alice" }, "om_1", { go: 1 });
  const answer = await server.inject(request(action));
  expect(answer.json()).toMatchObject({ toast: { type: "info", i18n: { zh_cn: "已收到" } } });
  expect(kept).toMatchObject([{ event: action }]);
});

test("the challenge is answered, also unsigned, but only with the app's own token and key", async () => {
  const { server, kept } = await webhook();
  const challenge = { type: "url_verification", challenge: "abc", token: secrets.verificationToken };
  const signed = request(challenge);
  expect((await server.inject(signed)).json()).toEqual({ challenge: "abc" });
  expect((await server.inject({ ...signed, headers: json })).json()).toEqual({ challenge: "abc" });
  for (const wrong of [request({ ...challenge, token: "guess" }), request(challenge, "other key")])
    expect((await server.inject({ ...wrong, headers: json })).statusCode).toBe(401);
  expect(kept).toHaveLength(0);
});

test("what cannot be kept is answered 503, so that Feishu delivers it again", async () => {
  const accept = () => Promise.reject(new Error("disk full"));
  const { server, log } = await webhook({ accept });
  expect((await server.inject(good)).statusCode).toBe(503);
  expect(log.text()).toContain("disk full");
});

test("overload is answered 503", async () => {
  const { server } = await webhook({ maxPending: 0 });
  expect((await server.inject(good)).statusCode).toBe(503);
});

test("a card action that cannot be kept says so on the card, as Feishu does not deliver it again", async () => {
  const { server } = await webhook({ maxPending: 0 });
  const answer = await server.inject(request(new EventMaker().cardAction({ user: "alice" }, "om_1", {})));
  expect([answer.statusCode, answer.json().toast.type]).toEqual([200, "error"]);
});

test("what the policy does not take, and what nobody knows, is answered 200 and not kept", async () => {
  const { server, kept, intake } = await webhook();
  const bot = new EventMaker().text({ user: "bot", senderType: "app" }, "hi");
  const unknown = { ...event, header: { ...event.header, event_type: "contact.user.created_v3" } };
  for (const body of [bot, unknown]) expect((await server.inject(request(body))).statusCode).toBe(200);
  expect(kept).toHaveLength(0);
  expect(intake.stats().ignored).toBe(2);
});

test("several accounts on one server have secrets of their own", async () => {
  const { server, kept } = await webhook();
  const other = testIntake({ account: "other" });
  const key = { encryptKey: "other key", account: "other", now: () => NOW };
  addWebhook(server, { path: "/other", ...key, intake: other.intake, log: other.log });
  expect((await server.inject({ ...request(event, "other key"), url: "/other" })).statusCode).toBe(200);
  expect((await server.inject({ ...good, url: "/other" })).statusCode).toBe(401);
  expect((await server.inject(request(event, "other key"))).statusCode).toBe(401);
  expect([kept.length, other.kept.map(({ account }) => account)]).toEqual([0, ["other"]]);
});

test("an account without any secret is refused before it listens", () => {
  const { intake, log } = testIntake();
  const options = { path: "/feishu", account: "default", intake, log };
  expect(() => addWebhook(fastify(), options)).toThrow("encryptKey or a verificationToken");
});

test("Feishu's own pushes arrive over the network, and its redeliveries after a 503", async () => {
  const feishu = await startStandIn({ now: () => NOW });
  onTestFinished(() => feishu.close());
  let full = true;
  const accept = async () => {
    if (full) throw new Error("disk full");
  };
  const { server, intake } = await webhook({ accept });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  feishu.setWebhook(`http://127.0.0.1:${typeof address === "object" && address?.port}/feishu`);
  expect(await feishu.verifyUrl("abc")).toEqual({ code: 200, data: { challenge: "abc" } });
  const first = feishu.deliver(event, { transport: "webhook" });
  await feishu.changes.until("the refusal", () => first.attempts[0]?.code === 503);
  full = false;
  const second = feishu.deliver(event, { transport: "webhook" });
  await feishu.changes.until("the acknowledgement", () => second.state === "acked");
  expect(intake.stats()).toMatchObject({ accepted: 1, unavailable: 1 });
});
