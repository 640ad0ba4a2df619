import type { Inbox } from "../../inbox/inbox.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import type { Agent } from "../agents/agent.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { Journal } from "../journal/journal.ts";
import { follow } from "./follow.ts";
import { inTrace } from "./in-trace.ts";
import { loadApi } from "./load.ts";
import { Metrics } from "./metrics.ts";
import { OpenTurns } from "./open-turns.ts";
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
 * Makes metrics and traces of what a journal tells, for whichever SDK of OpenTelemetry is registered in the process by
 * now, and for `/metrics`. Where OpenTelemetry's API is not installed nothing listens, and nothing is done.
 */
export async function startTelemetry(
  { channels, health }: GatewayConfig,
  { journal, inbox }: Around,
): Promise<Telemetry> {
  const api = await loadApi();
  if (!api) return NONE;
  const scraping = health ? await startScraping() : undefined;
  const open = new OpenTurns();
  const accounts = Object.keys(channels.feishu.accounts);
  const measured = { open, accounts, health: () => inbox.health(), now: journal.now };
  const meters = [api.metrics.getMeter(PACKAGE_NAME), ...(scraping ? [scraping.meter] : [])];
  const metrics = meters.map((meter) => new Metrics(meter, measured));
  const spans = new Spans(api, api.trace.getTracer(PACKAGE_NAME));
  const unsubscribe = journal.subscribe(follow(open, [...metrics, spans]));
  const close = async () => {
    unsubscribe();
    for (const one of metrics) one.close();
    await scraping?.close();
  };
  return { serve: scraping?.serve, traced: (agent) => inTrace(agent, api, spans), close };
}
