import { createHash } from "node:crypto";

/** An id in Feishu's form, always the same for the same name: `feishuId("ou", "alice")`. */
export function feishuId(prefix: "ou" | "oc" | "om" | "omt" | "on", name: string): string {
  return `${prefix}_${hexOf(`${prefix} ${name}`)}`;
}

/** 32 hex digits, always the same for the same name: the form of an event id. */
export function hexOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}
