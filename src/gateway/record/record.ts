import type { Accept, Verdict } from "../../feishu/channel.ts";
import { Account } from "../accounts/account.ts";
import { connect } from "../accounts/connect.ts";
import { type Credentials, credentialsOf } from "../accounts/credentials.ts";
import { warnOfRisks } from "../accounts/risks.ts";
import { Closers } from "../closers.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import { Revealer } from "../config/reveal.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import { createLog, type GatewayLog } from "../log.ts";
import { listenForWebhooks } from "../servers.ts";
import { createFixture } from "./fixture-file.ts";
import { fixtureSettings } from "./fixture-settings.ts";

/** Also what asks for no work, and what the policy would not take: it is part of what happened. */
const takeAll = (): Verdict => "take";

/** A recording under way. */
export interface Recording {
  /** Resolves once every account is connected; rejects when Feishu does not accept an account's credentials. */
  readonly connected: Promise<void>;
  /** How many events were recorded so far. */
  readonly events: number;
  /** Stops intake, and resolves when everything recorded is in the file. */
  close(): Promise<void>;
}

/**
 * Connects as the config says, and writes every event that arrives into a fixture, with everything replaced that
 * is not Feishu's own. Nobody answers: what is recorded is acknowledged, and no other process gets it.
 *
 * @param out the fixture's file, which must not be there yet
 * @throws UsageError `ERR_INVALID_CONFIG`, `ERR_SECRET_MISSING` or `ERR_CANNOT_LISTEN` when the config cannot be used,
 * `ERR_OUTPUT_UNWRITABLE` when the file cannot be created
 *
 * @example
 * ```ts
 * import { readConfig, startRecording } from "feishu-dispatch-dedup/gateway";
 *
 * const recording = await startRecording(await readConfig("gateway.json5"), "recorded.jsonl");
 * await recording.connected;
 * ```
 */
export async function startRecording(
  config: GatewayConfig,
  out: string,
  options: GatewayOptions = {},
): Promise<Recording> {
  const { log, hide } = options.log ?? createLog(config.log.level);
  const revealer = new Revealer(config, { env: options.env ?? process.env, onSecret: hide });
  const credentials = await credentialsOf(config, revealer);
  const closers = new Closers(config.shutdown.timeoutMs);
  try {
    const recording = await start({ config, out, log, credentials, closers });
    await warnOfRisks(config, { credentials, literal: revealer.literal, log });
    return recording;
  } catch (error) {
    await closers.close();
    throw error;
  }
}

interface Start {
  readonly config: GatewayConfig;
  readonly out: string;
  readonly log: GatewayLog;
  readonly credentials: readonly Credentials[];
  readonly closers: Closers;
}

async function start({ config, out, log, credentials, closers }: Start): Promise<Recording> {
  const fixture = await createFixture(out, fixtureSettings(config));
  closers.add(() => fixture.close());
  const accounts = credentials.map((it): Account => {
    const accept: Accept = (arrival) => fixture.add(arrival, account.reading);
    const account = new Account({
      channel: config.channels.feishu,
      credentials: it,
      accept,
      judge: takeAll,
      log,
    });
    return account;
  });
  await listenForWebhooks(config, accounts, { closers, log });
  const connected = connect(accounts, closers);
  return {
    connected,
    get events() {
      return fixture.events;
    },
    close: () => closers.close(),
  };
}
