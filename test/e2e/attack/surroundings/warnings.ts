import { DEMO_APP } from "../../../../src/stand-in/index.ts";
import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import type { Scene } from "../scene.ts";

const { appId, appSecret, encryptKey, verificationToken } = DEMO_APP;
const fromEnv = {
  appId,
  appSecret: { env: "SECRET" },
  encryptKey: { env: "KEY" },
  verificationToken: { env: "TOKEN" },
};
const env = { SECRET: appSecret, KEY: encryptKey, TOKEN: verificationToken };

function warningsOf(gateway: CliProcess): string[] {
  return gateway.log.filter(({ level }) => Number(level) >= 40).map((line) => JSON.stringify(line));
}

/** What is warned of at the start of a webhook gateway with this account. */
async function started(scene: Scene, account: object, mode: number): Promise<string[]> {
  const { gateway } = await scene.webhookGateway({ feishu: { accounts: { default: account } }, mode, env });
  const health = gateway.log.find((line) => line.health)?.health;
  await gateway.until("readiness", async () => (await fetch(`${health}/readyz`)).ok);
  const warnings = warningsOf(gateway);
  gateway.kill("SIGTERM");
  await gateway.exit;
  for (const secret of [appSecret, encryptKey, verificationToken])
    mustHold(!(gateway.stderr + gateway.stdout).includes(secret), "a secret is in the log");
  return warnings;
}

export const risksAreWarnedOf: Attack = {
  name: "a webhook with a token only, and a readable config with a secret in it, are warned of; nothing else is",
  async run(scene) {
    await scene.startFeishu();
    const { encryptKey: _, ...tokenOnly } = fromEnv;
    const [forged] = await started(scene, tokenOnly, 0o600);
    mustHold(/encrypt ?key/i.test(forged ?? ""), `a token only: ${forged}`);
    const readable = (await started(scene, { ...fromEnv, appSecret }, 0o644)).join("\n");
    mustHold(/read/i.test(readable), `a readable config: ${readable}`);
    const none = await started(scene, fromEnv, 0o644);
    mustHold(none.length === 0, `nothing to warn of: ${none.join(", ")}`);
    const hidden = await started(scene, { ...fromEnv, appSecret }, 0o600);
    mustHold(hidden.length === 0, `a config that only its owner reads: ${hidden.join(", ")}`);
    return undefined;
  },
};
