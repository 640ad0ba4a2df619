import { UsageError } from "./errors.ts";
import { mismatch } from "./explain.ts";

/** How many hex digits follow the prefix. */
export const APP_ID_DIGITS = 16;

/** What is expected of an app's id, in words. */
export const APP_ID = `cli_ and ${APP_ID_DIGITS} hex digits`;

const pattern = new RegExp(`^cli_[0-9a-fA-F]{${APP_ID_DIGITS}}$`);

/** Whether this can be an app's id. The official client refuses anything else. */
export function isAppId(text: string): boolean {
  return pattern.test(text);
}

/** @throws UsageError `ERR_INVALID_OPTION` when it cannot be one */
export function checkAppId(appId: string): void {
  if (!isAppId(appId)) throw new UsageError("ERR_INVALID_OPTION", mismatch("appId", APP_ID, appId));
}
