import type { Listener } from "../journal/journal.ts";
import type { SafeLog } from "./log.ts";

/** What a gateway takes from around it. */
export interface GatewayOptions {
  /** Where `{"env": …}` secrets come from. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Where it logs, and what keeps its secrets out of the log. @default JSON Lines on stderr, from the config's level on */
  readonly log?: SafeLog;
  /** Hears everything that happens to a dispatch, from the start on. @default nobody */
  readonly onFact?: Listener;
}
