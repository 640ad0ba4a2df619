import { stat } from "node:fs/promises";
import type { GatewayConfig } from "../config/read-config.ts";

/** Who is told. */
interface RiskLog {
  warn(about: object, message: string): void;
}

interface Found {
  readonly credentials: ReadonlyArray<{ readonly account: string; readonly encryptKey: string | undefined }>;
  /** The keys whose secret stands in the config itself. */
  readonly literal: readonly string[];
  readonly log: RiskLog;
}

/** Warns of a config that works, and lets in or tells more than its operator may want. */
export async function warnOfRisks(
  config: GatewayConfig,
  { credentials, literal, log }: Found,
): Promise<void> {
  if (config.channels.feishu.transport === "webhook")
    for (const { account, encryptKey } of credentials) if (!encryptKey) warnOfToken(account, log);
  const keys = literal.filter(isSecret);
  if (keys.length === 0 || !(await othersCanRead(config.file))) return;
  const { file } = config;
  log.warn(
    { file, keys },
    "others can read the config and the secrets in it: chmod 600, or name them by env",
  );
}

function warnOfToken(account: string, log: RiskLog): void {
  const message =
    "a webhook without an encryptKey: whoever sees one request can send it again and make up others; " +
    "set an encrypt key in Feishu's console and in the config";
  log.warn({ account }, message);
}

/** An app's id is no secret, nor is what most headers say. */
function isSecret(key: string): boolean {
  if (key.endsWith(".appId")) return false;
  return !key.startsWith("agent.headers.") || /auth|token|key|secret|cookie|password/i.test(key);
}

/** False where the file is not there: then the config came from elsewhere. Windows has no such modes. */
async function othersCanRead(file: string): Promise<boolean> {
  if (process.platform === "win32") return false;
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && (found.mode & 0o004) !== 0;
}
