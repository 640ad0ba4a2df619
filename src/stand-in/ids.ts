import { createHash } from "node:crypto";

/**
 * An id in Feishu's form, always the same for the same name.
 *
 * @param prefix whose: `ou` a user's open id, `on` union id, `oc` chat, `om` message, `omt` thread
 *
 * @example
 * ```ts
 * import { feishuId } from "feishu-dispatch-dedup/stand-in";
 *
 * console.log(feishuId("ou", "alice")); // ou_ and 32 hex digits
 * ```
 */
export function feishuId(prefix: "ou" | "oc" | "om" | "omt" | "on", name: string): string {
  return `${prefix}_${hexOf(`${prefix} ${name}`)}`;
}

/** 32 hex digits, always the same for the same name: the form of an event id. */
export function hexOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}
