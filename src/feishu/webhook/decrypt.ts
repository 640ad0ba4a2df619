import { createDecipheriv, createSecretKey, hash, type KeyObject } from "node:crypto";

const BLOCK_BYTES = 16;

/** What opens the bodies of one app. */
export interface Decrypt {
  /** From the base64 text of `{"encrypt": …}` to the plain text; throws when this key did not encrypt it. */
  readonly decrypt: (encrypted: string) => string;
  /**
   * The same for a body that anybody may have made. Whatever is wrong with it, the answer is an empty text, and
   * takes as long: an answer of its own for a wrong padding is all that is needed to read what others sent.
   *
   * Only printable ASCII is given out, as Feishu's challenge is. In CBC, bytes that are changed make a block of
   * noise in front of them, so that nobody can put parts of another body into a challenge to have them echoed.
   */
  readonly decryptUnsigned: (encrypted: string) => string;
}

/**
 * Opens what Feishu encrypted with an app's encrypt key: AES-256-CBC, the key hashed by SHA-256, the IV in front.
 * The key is hashed and made a key object once: with raw bytes, `createDecipheriv` costs five times as much.
 *
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export function createDecrypt(encryptKey: string): Decrypt {
  const key = createSecretKey(hash("sha256", encryptKey, "buffer"));
  return {
    decrypt: (encrypted) => decipher(key, Buffer.from(encrypted, "base64"), true).toString("utf8"),
    decryptUnsigned(encrypted) {
      const bytes = Buffer.from(encrypted, "base64");
      // A challenge has about 150; longer ones would only cost time.
      if (bytes.length < 2 * BLOCK_BYTES || bytes.length > 1024 || bytes.length % BLOCK_BYTES > 0) return "";
      return challengeIn(decipher(key, bytes, false));
    },
  };
}

function decipher(key: KeyObject, bytes: Buffer, autoPadding: boolean): Buffer {
  const cipher = createDecipheriv("aes-256-cbc", key, bytes.subarray(0, BLOCK_BYTES));
  cipher.setAutoPadding(autoPadding);
  return Buffer.concat([cipher.update(bytes.subarray(BLOCK_BYTES)), cipher.final()]);
}

/** Every byte is looked at, whatever the others are. */
function challengeIn(padded: Buffer): string {
  const padding = padded.at(-1) ?? 0;
  let wrong = Number(padding === 0) | Number(padding > BLOCK_BYTES);
  for (let index = 0; index < padded.length; index += 1) {
    const byte = padded[index] ?? 0;
    const isPadding = Number(index >= padded.length - padding);
    const isText = Number(byte >= 0x20) & Number(byte < 0x7f);
    wrong |= isPadding ? Number(byte !== padding) : 1 - isText;
  }
  const text = padded.toString("latin1", 0, Math.max(0, padded.length - padding));
  return wrong ? "" : text;
}
