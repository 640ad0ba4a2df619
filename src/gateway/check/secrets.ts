import type { SecretRef } from "../config/fields.ts";
import type { GatewayConfig } from "../config/read-config.ts";

type Named = [ref: SecretRef, key: string];

const OF_ACCOUNT = ["appId", "appSecret", "encryptKey", "verificationToken"] as const;

/** Every secret that a config refers to, with its key. */
export function secretsIn({ channels, agent, inbox }: GatewayConfig): Named[] {
  const accounts = Object.entries(channels.feishu.accounts).flatMap(([name, account]) =>
    OF_ACCOUNT.flatMap((key) => named(account[key], `channels.feishu.accounts.${name}.${key}`)),
  );
  const headers = agent?.kind === "http" ? Object.entries(agent.headers) : [];
  return [
    ...accounts,
    ...headers.flatMap(([name, ref]) => named(ref, `agent.headers.${name}`)),
    ...(agent?.kind === "openai" ? named(agent.apiKey, "agent.apiKey") : []),
    ...(inbox.kind === "postgres" ? named(inbox.url, "inbox.url") : []),
  ];
}

function named(ref: SecretRef | undefined, key: string): Named[] {
  return ref === undefined ? [] : [[ref, key]];
}
