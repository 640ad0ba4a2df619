import { Journal, type Listener } from "../../journal/journal.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { GatewayLog } from "../log.ts";
import { logFacts } from "./log-facts.ts";

interface Around {
  readonly log: GatewayLog;
  readonly onFact?: Listener | undefined;
}

/** Makes the journal of a gateway, with what listens to it from the first fact on. */
export function startJournal({ journal: { texts } }: GatewayConfig, { log, onFact }: Around): Journal {
  const journal = new Journal({
    texts,
    report: (err) => log.error({ err }, "what listens to the journal has failed"),
  });
  journal.subscribe(logFacts(log));
  if (onFact) journal.subscribe(onFact);
  return journal;
}
