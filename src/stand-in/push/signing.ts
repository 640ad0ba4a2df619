import { createCipheriv, createHash, randomBytes } from "node:crypto";

/**
 * A webhook body as Feishu sends it to an app with an encrypt key: AES-256-CBC, the key hashed by SHA-256, the
 * IV in front, all in base64.
 *
 * @example
 * ```ts
 * import { encryptBody } from "feishu-dispatch-dedup/stand-in";
 *
 * const body = encryptBody(JSON.stringify({ schema: "2.0", header: {}, event: {} }), "encrypt-key");
 * console.log(body); // {"encrypt":"…"}
 * ```
 */
export function encryptBody(plain: string, encryptKey: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(encryptKey).digest(), iv);
  const encrypt = Buffer.concat([iv, cipher.update(plain, "utf8"), cipher.final()]).toString("base64");
  return JSON.stringify({ encrypt });
}

/**
 * The headers that sign a body: SHA-256 over timestamp, nonce, encrypt key and the bytes of the body.
 *
 * @param nowMs when it is signed, in ms since the epoch; receivers refuse what is old
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
 *
 * @example
 * ```ts
 * import { encryptBody, signatureHeaders } from "feishu-dispatch-dedup/stand-in";
 *
 * export function push(url: string, event: object, encryptKey: string) {
 *   const body = encryptBody(JSON.stringify(event), encryptKey);
 *   const headers = signatureHeaders(body, encryptKey, Date.now());
 *   return fetch(url, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body });
 * }
 * ```
 */
export function signatureHeaders(
  body: string | Uint8Array,
  encryptKey: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const nonce = randomBytes(8).toString("hex");
  const hash = createHash("sha256").update(timestamp + nonce + encryptKey);
  return {
    "x-lark-request-timestamp": timestamp,
    "x-lark-request-nonce": nonce,
    "x-lark-signature": hash.update(body).digest("hex"),
  };
}
