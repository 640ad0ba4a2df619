import { type FastifyInstance, fastify, type InjectOptions } from "fastify";
import { onTestFinished } from "vitest";
import type { IntakeOptions } from "../../../src/feishu/receive/intake-options.ts";
import { addWebhook, type WebhookOptions } from "../../../src/feishu/webhook/webhook.ts";
import { DEMO_APP, EventMaker, encryptBody, signatureHeaders } from "../../../src/stand-in/index.ts";
import { testIntake } from "./intake.ts";

/** The webhook's clock. */
export const NOW = 1_748_000_000_000;
/** The webhook's secrets. */
export const secrets: { encryptKey: string; verificationToken: string } = DEMO_APP;
export const json = { "content-type": "application/json; charset=utf-8" };

/** A webhook at `/feishu`, with its intake and log. */
export async function webhook(
  intakeOptions: Partial<IntakeOptions> = {},
  options: Partial<WebhookOptions> = {},
) {
  const { intake, log, kept } = testIntake(intakeOptions);
  const server: FastifyInstance = fastify();
  onTestFinished(() => server.close());
  const account = { account: "default", intake, log, now: () => NOW };
  addWebhook(server, { path: "/feishu", ...account, ...secrets, ...options });
  return { server, intake, log, kept };
}

/** An event that the webhook takes. */
export const event = new EventMaker({ now: () => NOW }).text({ user: "alice" }, "top secret text");

type Request = InjectOptions & { payload: string };

/** Any body, with a signature that fits. */
export function signed(payload: string, key = secrets.encryptKey, at = NOW): Request {
  const headers = { ...json, ...signatureHeaders(payload, key, at) };
  return { method: "POST", url: "/feishu", headers, payload };
}

/** A request as Feishu makes it, over this plain body. */
export function request(plain: unknown, key = secrets.encryptKey, at = NOW): Request {
  return signed(encryptBody(typeof plain === "string" ? plain : JSON.stringify(plain), key), key, at);
}
