import type { InboxHealth } from "../inbox/inbox.ts";
import { connect } from "./accounts/connect.ts";
import { assemble, type GatewayParts } from "./assemble.ts";
import { Board, hasBoard } from "./board/board.ts";
import { Closers } from "./closers.ts";
import { closeTurns, handOver, sayStopping, TURNS_EXTRA_MS } from "./closing.ts";
import type { GatewayConfig } from "./config/read-config.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { HttpServer } from "./http-server.ts";
import { keepJournal } from "./journal/keep/keep-journal.ts";
import { startJournal } from "./journal/start-journal.ts";
import { createLog, type GatewayLog } from "./log.ts";
import { openInbox } from "./open-inbox.ts";
import { type Prepared, prepare, type Surroundings } from "./prepare.ts";
import { listenForHealth, listenForWebhooks, type Readiness } from "./servers.ts";
import { watchHung } from "./turns/hung.ts";

/** Where a gateway is reached: its health server and its webhooks, as far as it has them. */
export interface Addresses {
  /** E.g. `http://127.0.0.1:8787`; undefined when the config wants none. */
  readonly health: string | undefined;
  /** Undefined with long connections. */
  readonly webhook: string | undefined;
}

/** A gateway that runs. */
export interface Gateway {
  readonly addresses: Addresses;
  /** Resolves once every account is connected; rejects when Feishu does not accept an account's credentials. */
  readonly connected: Promise<void>;
  /** What `/readyz` says. */
  readiness(): Readiness;
  /** Stops intake, lets running turns finish within `shutdown.timeoutMs`, and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Starts the gateway that a config describes. Nothing is opened or connected before all of the config was found
 * to be usable, and nothing new comes in before what an earlier run has left is in its place.
 *
 * @throws UsageError when the config cannot be used: `ERR_INVALID_CONFIG`, `ERR_SECRET_MISSING`,
 * `ERR_MIDDLEWARE_UNUSABLE`, `ERR_AGENT_UNUSABLE` or `ERR_CANNOT_LISTEN`. `connected` rejects with
 * `ERR_FEISHU_REFUSED`
 * @throws InboxError when its inbox cannot be used, e.g. `ERR_INBOX_HELD` by another gateway
 *
 * @example
 * ```ts
 * import { readConfig, startGateway } from "feishu-dispatch-dedup/gateway";
 *
 * const gateway = await startGateway(await readConfig("gateway.json5"));
 * process.once("SIGTERM", () => void gateway.close());
 * await gateway.connected;
 * ```
 */
export async function startGateway(config: GatewayConfig, options: GatewayOptions = {}): Promise<Gateway> {
  const around = { env: process.env, ...options, ...(options.log ?? createLog(config.log.level)) };
  const prepared = await prepare(config, around);
  const closers = new Closers(config.shutdown.timeoutMs);
  try {
    return await start({ config, prepared, around, closers });
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start({ config, prepared, around, closers }: Start): Promise<Gateway> {
  const { log } = around;
  const server = new HttpServer(log);
  closers.add(() => server.close());
  const inbox = await openInbox(prepared.inboxPlace);
  closers.add(() => inbox.close());
  const journal = startJournal(config, around);
  const keeping = { place: prepared.inboxPlace, days: config.journal.days, log };
  closers.add(await keepJournal(journal, keeping));
  const parts = await assemble(config, prepared, { inbox, journal, log });
  closers.add(() => parts.telemetry.close());
  const board = hasBoard(config) ? new Board({ ...around, ...parts, config, journal }) : undefined;
  closers.add(() => board?.close());
  closers.add(watchHung(parts.turns.openJobs));
  // It has to hear which sessions are lost until the last turn has ended.
  closers.add(() => parts.reception.close());
  closers.add((leftMs) => closeTurns(parts, leftMs), TURNS_EXTRA_MS);
  closers.add(inbox.watch({ health: (health) => logHealth(log, health) }));
  const resumed = await parts.reception.resume();
  const serving = { server, board, metrics: parts.telemetry.serve };
  const readiness = () => readinessOf(parts, closers.isClosing);
  const health = await listenForHealth(config, readiness, serving);
  const webhook = await listenForWebhooks(config, parts.accounts, { closers, log });
  const addresses = { health, webhook };
  log.info({ resumed, ...addresses }, "the gateway runs");
  const connected = connect(parts.accounts, closers);
  const close = () => {
    sayStopping(parts, config.shutdown.timeoutMs, log);
    handOver(parts, log);
    return closers.close();
  };
  return { addresses, connected, readiness, close };
}

interface Start {
  readonly config: GatewayConfig;
  readonly prepared: Prepared;
  readonly around: Surroundings;
  readonly closers: Closers;
}

function readinessOf({ accounts, inbox, time }: GatewayParts, draining: boolean): Readiness {
  const states = Object.fromEntries(accounts.map(({ name, isReady }) => [name, isReady]));
  const health = inbox.health();
  const others = accounts.flatMap(({ name, otherPrograms }) =>
    otherPrograms ? [[name, otherPrograms]] : [],
  );
  const ready = !draining && health.ok && !Object.values(states).includes(false);
  const unknown = accounts.filter(({ self }) => self.openId === undefined).map(({ name }) => name);
  return {
    ready,
    ...(draining && { draining }),
    accounts: states,
    inbox: health.ok ? "ok" : health.error.code,
    ...(time.offMs !== 0 && { clockAheadMs: time.offMs }),
    ...(others.length > 0 && { otherPrograms: Object.fromEntries(others) }),
    // The bot works all the same, but for reactions.
    ...(unknown.length > 0 && { botUnknown: unknown }),
  };
}

function logHealth(log: GatewayLog, health: InboxHealth): void {
  if (health.ok) log.info({}, "the inbox can be written to again");
  else log.error({ err: health.error }, "the inbox cannot be written to; events are not acknowledged");
}
