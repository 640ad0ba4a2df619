import { limitLog } from "../../feishu/sdk/limited-log.ts";
import type { Account } from "../accounts/account.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { GatewayLog } from "../log.ts";
import { Progress } from "./progress.ts";

/** @returns undefined where the config wants none */
export function progressBy(
  { progress }: GatewayConfig,
  accounts: ReadonlyMap<string, Account>,
  log: GatewayLog,
): Progress | undefined {
  if (!progress) return undefined;
  const limited = limitLog(log, Date.now);
  return new Progress({
    ...progress,
    add: async (account, messageId, emoji) =>
      (await accounts.get(account)?.outbound.react(messageId, emoji)) ?? "",
    remove: async (account, messageId, id) => accounts.get(account)?.outbound.takeBack(messageId, id),
    onFailed: (err, { account }) =>
      limited.warn({ account, err }, "could not show the progress of a message"),
  });
}
