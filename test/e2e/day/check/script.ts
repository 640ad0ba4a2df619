import { check } from "./check.ts";
import type { Entry, Happened, Purpose, TurnEnd } from "./journal.ts";

/** A journal as one would write it by hand: everything 10 ms after what came before. */
export class Script {
  readonly journal: Entry[] = [];
  readonly #turns = new Map<string, number>();
  readonly #pushes = new Map<string, number>();
  #at = 0;
  #made = 0;

  constructor() {
    this.#note({
      what: "terms",
      errorMessage: "Sorry.",
      maxAttempts: 3,
      agentTimeoutMs: 5000,
      longestEndMs: 10_000,
    });
  }

  wait(ms: number): this {
    this.#at += ms;
    return this;
  }

  asked(ask: string, how: { purpose?: Purpose; isRefused?: boolean; session?: string } = {}): this {
    const { purpose = "turn", isRefused = false, session = "s" } = how;
    return this.#note({
      what: "asked",
      ask,
      form: "text",
      purpose,
      session,
      gateway: "g",
      places: [`under ${ask}`],
      isRefused,
    });
  }

  pushed(ask: string, link: string | undefined = "link"): this {
    this.#made += 1;
    this.#pushes.set(ask, this.#made);
    return this.#note({ what: "pushed", ask, push: this.#made, ...(link === "" ? {} : { link }) });
  }

  pushEnded(
    ask: string,
    outcome: "acked" | "refused" | "timeout" | "unreachable",
    isTurnedAway = false,
  ): this {
    return this.#note({
      what: "push-ended",
      ask,
      push: this.#pushes.get(ask) ?? 0,
      outcome,
      isTurnedAway,
    });
  }

  /** Asked, delivered and acknowledged. */
  acked(ask: string, how?: Parameters<Script["asked"]>[1]): this {
    return this.asked(ask, how).pushed(ask).pushEnded(ask, "acked");
  }

  began(ask: string, attempt = 1, sessionKey = "key of s"): this {
    this.#made += 1;
    this.#turns.set(ask, this.#made);
    return this.#note({ what: "turn-began", ask, turn: this.#made, attempt, sessionKey });
  }

  ended(ask: string, how: TurnEnd, ...lines: string[]): this {
    return this.#note({ what: "turn-ended", turn: this.#turns.get(ask) ?? 0, how, lines });
  }

  /** @param isConfirmed whether the gateway is told that it was sent */
  said(ask: string, text: string, isConfirmed = true): this {
    const place = `under ${ask}`;
    this.#note({ what: "said", place, text });
    return isConfirmed ? this.#note({ what: "confirmed", place }) : this;
  }

  told(ask: string): this {
    return this.said(ask, "Sorry.");
  }

  /** A turn of one line, and its answer. */
  ran(ask: string, attempt = 1): this {
    const line = `re ${ask}: 1`;
    return this.began(ask, attempt).ended(ask, "answered", line).said(ask, line);
  }

  /** All of it. */
  answered(ask: string): this {
    return this.acked(ask).ran(ask);
  }

  gatewayEnded(signal: string | undefined, code: number | null, tookMs: number): this {
    const said = signal === undefined ? {} : { signal };
    return this.#note({ what: "gateway-ended", gateway: "g", ...said, code, tookMs });
  }

  killed(): this {
    return this.gatewayEnded("SIGKILL", null, 0);
  }

  #note(happened: Happened): this {
    this.#at += 10;
    this.journal.push({ at: this.#at, ...happened });
    return this;
  }
}

/** What is found, in short: the kind of each fault, and whom it is about. */
export function found({ journal }: Script): string[] {
  return check(journal).map(({ kind, asks }) => [kind, ...asks].join(" "));
}
