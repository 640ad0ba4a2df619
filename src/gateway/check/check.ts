import { explainEach } from "../../explain.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import { credentialsOf } from "../accounts/credentials.ts";
import { warnOfRisks } from "../accounts/risks.ts";
import { createAgent } from "../agents/create.ts";
import { checkBoard } from "../board/board.ts";
import { checkedIn, type GatewayConfig, readInput } from "../config/read-config.ts";
import { Revealer } from "../config/reveal.ts";
import { configSchema } from "../config/schema.ts";
import { checkKeeping } from "../journal/keep/keep-journal.ts";
import { loadMiddleware } from "../middleware/load-middleware.ts";
import { placeOfInbox } from "../open-inbox.ts";
import { DM_SCOPE_MISSING, NOT_REGISTERED } from "../prepare.ts";
import { type Finding, Findings } from "./findings.ts";
import { addressesFree, inboxUsable, programFound } from "./places.ts";
import { secretsIn } from "./secrets.ts";

/** Where the check looks. */
export interface CheckOptions {
  /** Where secrets may be. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Checks a config as the gateway's start would, but goes on after the first fault: its keys, whether secrets are there, the
 * agent's program can be found, middleware loads, the inbox can be used and the ports are free. Connects to nothing but an
 * inbox in PostgreSQL, and creates nothing.
 *
 * @returns everything that was found; nothing when all is well
 *
 * @example
 * ```ts
 * import { checkGateway } from "feishu-dispatch-dedup/gateway";
 *
 * for (const { level, message } of await checkGateway("gateway.json5")) console.log(level, message);
 * ```
 */
export async function checkGateway(
  file: string,
  { env = process.env }: CheckOptions = {},
): Promise<Finding[]> {
  const found = new Findings(file);
  await found.trying(async () => {
    const input = await readInput(file);
    const { data, error } = configSchema.safeParse(input);
    if (error) for (const reason of explainEach(error, input)) found.fault(reason);
    else await checkConfigured(checkedIn(data, file), env, found);
  });
  return found.all;
}

async function checkConfigured(
  config: GatewayConfig,
  env: NodeJS.ProcessEnv,
  found: Findings,
): Promise<void> {
  const revealer = new Revealer(config, { env, onSecret: () => {} });
  const missing = new Set<string>();
  for (const [ref, key] of secretsIn(config))
    if ((await found.trying(() => revealer.reveal(ref, key))) === undefined)
      missing.add(key.split(".")[0] ?? "");
  await found.trying(() => checkBoard(config));
  await found.trying(() => checkKeeping(config));
  if (!missing.has("channels")) await checkAccounts(config, revealer, found);
  if (!missing.has("agent")) await checkAgent(config, revealer, found);
  if (!missing.has("inbox"))
    await found.trying(async () => inboxUsable(await placeOfInbox(config, revealer), found));
  await checkMiddleware(config, found);
  await addressesFree(config, found);
  if (config.session.dmScope === undefined) found.warning(DM_SCOPE_MISSING);
}

async function checkAccounts(config: GatewayConfig, revealer: Revealer, found: Findings): Promise<void> {
  const credentials = await found.trying(() => credentialsOf(config, revealer));
  const warn = (about: object, message: string) =>
    found.warning(`${Object.values(about).flat().join(", ")}: ${message}`);
  if (credentials) await warnOfRisks(config, { credentials, literal: revealer.literal, log: { warn } });
}

async function checkAgent(
  { agent, folder }: GatewayConfig,
  revealer: Revealer,
  found: Findings,
): Promise<void> {
  if (!agent) return found.fault("agent: expected an object, got nothing");
  const host = { folder, revealer, newSession: () => "", log: { warn: () => {} } };
  await found.trying(() => createAgent(agent, host));
  if (agent.kind === "command") await programFound(agent.argv[0] ?? "", folder, found);
}

async function checkMiddleware(config: GatewayConfig, found: Findings): Promise<void> {
  await found.trying(async () => {
    const start = await loadMiddleware(config);
    const chain = await start({ now: Date.now, timers: globalThis, report: () => {} });
    await chain.close({ timeoutMs: 0 });
  });
  if (!config.channels.feishu.middleware.some(({ name }) => name === PACKAGE_NAME))
    found.warning(NOT_REGISTERED);
}
