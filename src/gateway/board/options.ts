import type { TextOptions } from "../../feishu/index.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import type { Journal } from "../../journal/journal.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { SafeLog } from "../log.ts";
import type { Tap } from "../record/tap.ts";
import type { Reception } from "../turns/line/reception.ts";
import type { Turns } from "../turns/turns.ts";

/** The parts of a gateway of which a board tells. */
export interface BoardOptions extends SafeLog {
  readonly config: GatewayConfig;
  readonly inbox: Inbox;
  readonly journal: Journal;
  readonly turns: Turns;
  readonly reception: Reception;
  readonly tap: Tap;
  readonly readingOf: (account: string) => TextOptions;
}
