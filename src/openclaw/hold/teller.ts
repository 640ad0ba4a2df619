import { LRUCache } from "lru-cache";
import { type CommandPolicy, commandReader } from "../../dispatch/command-policy.ts";
import type { CancelReason, Outcome } from "../../dispatch/contract.ts";
import type { EndedAs, TurnFact } from "../../journal/facts.ts";
import { Journal, type Note } from "../../journal/journal.ts";
import { JournalView } from "../../journal/view/view.ts";
import type { Hold, TurnEnding } from "./hold.ts";
import type { InboundMessage } from "./inbound-message.ts";

/** So many identities of what has come are told apart by the row of their work. */
const MOST_IDS = 20_000;

type Received = Extract<TurnFact, { readonly type: "received" }>;

/** How a message left the engine. */
export type How = Exclude<Outcome<void>["status"], "cancelled"> | CancelReason | "failed";

export interface TellerOptions {
  readonly commands: CommandPolicy;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** Tells what becomes of the messages that reach the plugin, by the same facts as a gateway. */
export class Teller {
  readonly journal: Journal;
  /** What the facts come to. */
  readonly view = new JournalView();
  readonly startedAt: number;
  readonly #commandIn: ReturnType<typeof commandReader>;
  readonly #rows = new LRUCache<string, number>({ max: MOST_IDS });
  #row = 0;

  constructor({ commands, now, warn }: TellerOptions) {
    const report = (error: unknown) => warn(`what listens to the journal has failed: ${error}`);
    this.journal = new Journal({ now, report });
    this.journal.subscribe(this.view.hear);
    this.startedAt = now();
    this.#commandIn = commandReader(commands);
  }

  /** The engine is asked for this message. */
  received(hold: Hold): void {
    this.#row += 1;
    hold.row = this.#row;
    for (const id of hold.arrival.ids) this.#rows.set(id, hold.row);
    hold.note = this.#about(hold.row, hold.arrival);
    hold.note(this.#received(hold.arrival, "accepted"));
  }

  /** A message is not run, since its work waits or runs in `same`, or has ended. @param knows whether this has ended */
  repeated(arrival: InboundMessage, same: Hold | undefined, knows: (id: string) => boolean): void {
    const by = arrival.ids.find((id) => (same ? same.arrival.ids.includes(id) : knows(id)));
    const row = same?.row ?? (by === undefined ? undefined : this.#rows.get(by)) ?? 0;
    const claim = same ? "in-progress" : "duplicate";
    this.#about(row, arrival)({ ...this.#received(arrival, claim), ...(by !== undefined && { by }) });
  }

  waits({ note, arrival }: Hold): void {
    const { running = [], waiting = 1 } = this.view.session(arrival.sessionKey) ?? {};
    // Nothing runs, and nobody is before it: an older message may still come.
    if (running.length === 0 && waiting === 1) return note({ type: "waiting", why: "order" });
    const behind = running.at(-1)?.row;
    note({
      ...{ type: "waiting", why: "session", place: waiting },
      ...(behind !== undefined && { behind }),
    });
  }

  /** It has outrun `maxHoldMs`, and the host still runs it. Told once. */
  hangs({ row, note, startedAt = 0 }: Hold): void {
    if (this.view.message(row)?.hungAt === undefined) note({ type: "hung", startedAt });
  }

  /** Another writer has replaced its transcript. */
  runsAgain({ note }: Hold): void {
    const error = "ERR_TAKEN_OVER: another writer replaced the transcript";
    note({ type: "retry", attempt: 1, retryAt: this.journal.now(), error });
    note({ type: "started", attempt: 2 });
  }

  /** It is over for the engine. */
  left(hold: Hold, how: How): void {
    for (const fact of factsOf(hold, how)) hold.note(fact);
  }

  #about(row: number, { account, sessionKey }: InboundMessage): Note {
    return this.journal.about({ row, turnId: crypto.randomUUID(), account, sessionKey });
  }

  #received({ text, messageId, ids }: InboundMessage, claim: Received["claim"]): Received {
    const command = this.#commandIn(text);
    return {
      ...{ type: "received", claim, transport: "host", messageId, ids },
      kind: command?.kind ?? "ordinary",
      ...(command && { command: command.word }),
    };
  }
}

function factsOf({ ending, state }: Hold, how: How): TurnFact[] {
  switch (how) {
    case "completed":
      return [over(ending === "stopped" ? "stopped" : "completed")];
    case "failed":
      return [failureOf(ending)];
    case "interrupted":
      return [{ type: "cancelled", by: "interrupt" }, over("cancelled")];
    case "overflow":
    case "expired":
    case "recalled":
    case "duplicate":
    case "joined":
      return [over(how)];
    default:
      // A command that waited for too long was answered with the notice.
      return [state === "refused" ? over("completed") : { type: "left" }];
  }
}

/** The host may do again what it has stopped for its own end, or has not run. */
function failureOf(ending: TurnEnding | undefined): TurnFact {
  if (ending === "stopped" || ending === "refused") return { type: "left" };
  // An operator has said so, or `maxHoldMs` was over.
  if (ending === "letGo") return over("gone");
  const error = ending === "failed" ? "ERR_DISPATCH_FAILED: the host has said so" : "unexpected";
  return { type: "dead", error };
}

function over(outcome: EndedAs): TurnFact {
  return { type: "ended", outcome };
}
