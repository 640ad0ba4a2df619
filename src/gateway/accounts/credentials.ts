import { APP_ID, isAppId } from "../../app-id.ts";
import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { Revealer } from "../config/reveal.ts";

/** A bot account with its secrets, ready to be connected. */
export interface Credentials {
  readonly account: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey: string | undefined;
  readonly verificationToken: string | undefined;
  /** Of its webhook. */
  readonly path: string;
}

/**
 * Reveals the secrets of every account.
 *
 * @throws UsageError `ERR_INVALID_CONFIG` when there is no account or one lacks what its transport needs,
 * `ERR_SECRET_MISSING` when a secret is not where it should be
 */
export async function credentialsOf(config: GatewayConfig, revealer: Revealer): Promise<Credentials[]> {
  const names = Object.keys(config.channels.feishu.accounts);
  if (names.length === 0) throw wrong(config, mismatch("accounts", "at least one account", "none"));
  const all = [];
  for (const name of names) all.push(await one(config, name, revealer));
  checkOwn(config, all, "path", "a path of its own");
  checkOwn(config, all, "appId", "an app of its own: Feishu gives each event to one connection of an app");
  return all;
}

async function one(config: GatewayConfig, name: string, revealer: Revealer): Promise<Credentials> {
  const { accounts, transport } = config.channels.feishu;
  const account = accounts[name];
  if (!account) throw wrong(config, mismatch(`accounts.${name}`, "an account", "nothing"));
  const key = (it: string) => `channels.feishu.accounts.${name}.${it}`;
  const credentials = {
    account: name,
    appId: await revealer.reveal(account.appId, key("appId")),
    appSecret: await revealer.reveal(account.appSecret, key("appSecret")),
    encryptKey: await revealer.maybe(account.encryptKey, key("encryptKey")),
    verificationToken: await revealer.maybe(account.verificationToken, key("verificationToken")),
    path: account.path ?? `/feishu/${encodeURIComponent(name)}`,
  };
  const { appId, encryptKey, verificationToken } = credentials;
  if (!isAppId(appId)) throw wrong(config, mismatch(`accounts.${name}.appId`, APP_ID, "another text"));
  if (transport === "webhook" && !encryptKey && !verificationToken)
    throw wrong(
      config,
      `accounts.${name}: a webhook needs an encryptKey or a verificationToken, got neither`,
    );
  return credentials;
}

function checkOwn(
  config: GatewayConfig,
  all: readonly Credentials[],
  key: "path" | "appId",
  expected: string,
): void {
  const seen = new Map<string, string>();
  for (const { account, [key]: value } of all) {
    const other = seen.get(value);
    if (other !== undefined)
      throw wrong(config, mismatch(`accounts.${account}.${key}`, expected, `that of ${other}`));
    seen.set(value, account);
  }
}

function wrong({ file }: GatewayConfig, reason: string): UsageError {
  return new UsageError("ERR_INVALID_CONFIG", `${file}: channels.feishu.${reason}`);
}
