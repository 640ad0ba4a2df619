import { hash, timingSafeEqual } from "node:crypto";

/** What the headers of a webhook request say about its signature. */
export interface SignatureHeaders {
  /** `X-Lark-Request-Timestamp`: seconds since the epoch. */
  readonly timestamp: string;
  /** `X-Lark-Request-Nonce` */
  readonly nonce: string;
  /** `X-Lark-Signature`: 64 hex digits. */
  readonly signature: string;
}

/** How old, or how far in the future, a signed request may be, in ms. */
export const MAX_SKEW_MS = 3_600_000;

/**
 * Whether Feishu signed exactly these bytes with this key. Takes the same time wherever the signatures differ.
 *
 * The hash is over timestamp, nonce, encrypt key and the body *as received*: a body that was parsed and written
 * again has another hash as soon as its spaces or the order of its keys differ.
 *
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export function isSigned(headers: SignatureHeaders, encryptKey: string, body: Uint8Array): boolean {
  if (headers.signature.length !== 64) return false;
  const given = Buffer.from(headers.signature, "hex");
  const salt = Buffer.from(headers.timestamp + headers.nonce + encryptKey);
  const expected = hash("sha256", Buffer.concat([salt, body]), "buffer");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Whether a signed request is recent enough. Feishu does not ask for it, but without it a request that was
 * overheard once would be valid for ever.
 *
 * @param timestamp seconds (10 digits) or milliseconds (13 digits) since the epoch; anything else is not recent
 */
export function isRecent(timestamp: string, nowMs: number): boolean {
  if (!/^(\d{10}|\d{13})$/.test(timestamp)) return false;
  const sentMs = timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp);
  return Math.abs(nowMs - sentMs) <= MAX_SKEW_MS;
}

/** Whether two secrets are equal, in a time that tells nothing about where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => hash("sha256", text, "buffer");
  return timingSafeEqual(digest(given), digest(expected));
}
