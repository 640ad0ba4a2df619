import { hash } from "node:crypto";

/** The form in which a durable inbox keeps an identity: the first 128 bits of its SHA-256. */
export function toHash(identity: string): Buffer {
  return hash("sha256", identity, "buffer").subarray(0, 16);
}
