import type { Inbox } from "../../inbox/inbox.ts";
import { follow } from "../../journal/follow/follow.ts";
import { OpenTurns } from "../../journal/follow/open-turns.ts";
import type { Journal } from "../../journal/journal.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import type { Agent } from "../agents/agent.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import { inTrace } from "./in-trace.ts";
import { loadApi, registeredMeter, registeredTracer } from "./load.ts";
import { Metrics } from "./metrics.ts";
import { type Scraping, startScraping } from "./prometheus.ts";
import { Spans } from "./spans.ts";

/** Metrics and traces of a gateway. */
export interface Telemetry {
  /** Answers `/metrics`; undefined where what that takes is not installed. */
  readonly serve: Scraping["serve"] | undefined;
  /** Makes an agent part of the traces of its turns. */
  readonly traced: (agent: Agent) => Agent;
  readonly close: () => Promise<void>;
}

interface Around {
  readonly journal: Journal;
  readonly inbox: Pick<Inbox, "health">;
}

const NONE: Telemetry = { serve: undefined, traced: (agent) => agent, close: async () => {} };

/**
 * Makes metrics and traces of what a journal tells, for `/metrics` and for the SDK of OpenTelemetry that is registered in
 * the process by now. Where there is neither nothing listens, and nothing is done.
 */
export async function startTelemetry(
  { channels, health }: GatewayConfig,
  { journal, inbox }: Around,
): Promise<Telemetry> {
  const api = await loadApi();
  if (!api) return NONE;
  const scraping = health ? await startScraping() : undefined;
  const tracer = registeredTracer(api, PACKAGE_NAME);
  const spans = tracer && new Spans(api, tracer);
  const open = new OpenTurns();
  const accounts = Object.keys(channels.feishu.accounts);
  const measured = { open, accounts, health: () => inbox.health(), now: journal.now };
  const meters = [registeredMeter(api, PACKAGE_NAME), scraping?.meter].filter((meter) => meter !== undefined);
  const metrics = meters.map((meter) => new Metrics(meter, measured));
  const sinks = [...metrics, ...(spans ? [spans] : [])];
  const unsubscribe = sinks.length > 0 ? journal.subscribe(follow(open, sinks)) : () => {};
  const close = async () => {
    unsubscribe();
    for (const one of metrics) one.close();
    await scraping?.close();
  };
  const traced = (agent: Agent) => (spans ? inTrace(agent, api, spans) : agent);
  return { serve: scraping?.serve, traced, close };
}
