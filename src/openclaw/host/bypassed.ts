import { LRUCache } from "lru-cache";
import { reportedAs } from "./completions.ts";
import type { DiagnosticEvent } from "./diagnostics.ts";
import { endingOf } from "./endings.ts";

// Far more than are on their way at a time.
const MAX_ASKED = 10_000;

/**
 * Notices messages that the host has run without asking this plugin: OpenClaw 2026.9 asks no plugin about sessions
 * whose settings restrict the runtime. What hosts deal with before any plugin, such as `/stop`, has a reason.
 */
export class Bypassed {
  readonly #asked = new LRUCache<string, true>({ max: MAX_ASKED });
  readonly #channels: readonly string[];
  readonly #tell: (sessionKey: string) => void;
  #told = false;

  /** @param tell is called once, for the first of them */
  constructor(channels: readonly string[], tell: (sessionKey: string) => void) {
    this.#channels = channels;
    this.#tell = tell;
  }

  /** The plugin was asked about the message that goes by these names. */
  asked(names: readonly string[]): void {
    for (const name of names) this.#asked.set(name, true);
  }

  /** Takes an event of the host's diagnostics. */
  readonly see = (event: DiagnosticEvent): void => {
    const { type, channel = "", messageId, sessionKey, reason } = event;
    if (this.#told || type !== "message.processed" || !messageId || !sessionKey || reason) return;
    if (!this.#channels.includes(channel.toLowerCase()) || endingOf(event) !== "done") return;
    if (this.#asked.has(reportedAs(channel, messageId))) return;
    this.#told = true;
    this.#tell(sessionKey);
  };
}
