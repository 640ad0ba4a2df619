import type { StandInApp } from "../state/apps.ts";
import type { Answer } from "./courier.ts";
import { encryptBody, signatureHeaders } from "./signing.ts";

/**
 * Pushes a body to an app's webhook, encrypted and signed when the app has an encrypt key.
 *
 * @returns the HTTP status and the JSON answered; undefined when the webhook could not be reached
 */
export async function push(app: StandInApp, plain: string, now: number): Promise<Answer | undefined> {
  if (!app.webhookUrl) return undefined;
  const body = app.encryptKey ? encryptBody(plain, app.encryptKey) : plain;
  const signed = app.encryptKey ? signatureHeaders(body, app.encryptKey, now) : {};
  const headers = { "content-type": "application/json; charset=utf-8", ...signed };
  try {
    const response = await fetch(app.webhookUrl, { method: "POST", headers, body });
    return { code: response.status, data: parsed(await response.text()) };
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
