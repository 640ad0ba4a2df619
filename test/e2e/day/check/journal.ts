/** What was seen of one day, from outside: by Feishu's stand-in, by the agent, and by who starts the gateways. */
export type Journal = readonly Entry[];

/** One thing that happened. Its place in the journal is its place in the order of things. */
export type Entry = Happened & {
  /** In ms since the day began. */
  readonly at: number;
};

/**
 * What a thing that somebody does asks for.
 *
 * - `turn`: one turn of the agent, in the order of its session.
 * - `aside`: one turn of the agent, whatever its session is doing.
 * - `stop`, `status`: words of the gateway itself, at once.
 */
export type Purpose = "turn" | "aside" | "stop" | "status";

/**
 * How the agent ended a turn.
 *
 * - `answered`: to its end.
 * - `failed`: in a way that passes: 429, 5xx, an answer that breaks off.
 * - `refused`: for good: another status, or nonsense.
 * - `cut`: it was the other side that closed the request.
 */
export type TurnEnd = "answered" | "failed" | "refused" | "cut";

/** What the gateways were told in their config, as far as it can be seen from outside. */
export interface Terms {
  readonly errorMessage: string;
  readonly maxAttempts: number;
  readonly agentTimeoutMs: number;
  /** Between SIGTERM and the end of the process, at the very most. */
  readonly longestEndMs: number;
}

export type Happened =
  | ({ readonly what: "terms" } & Terms)
  | {
      readonly what: "asked";
      /** Its name, which every line of an answer repeats. */
      readonly ask: string;
      /** E.g. text, post, card. */
      readonly form: string;
      readonly purpose: Purpose;
      /** Whose turns must not overlap. */
      readonly session: string;
      /** Which gateway it goes to. */
      readonly gateway: string;
      /** Where its answer may stand: the messages, or the person. */
      readonly places: readonly string[];
      /** Whether Feishu will refuse to send its answer. */
      readonly isRefused: boolean;
    }
  | {
      readonly what: "pushed";
      readonly ask: string;
      /** Tells apart the pushes of one ask. */
      readonly push: number;
      /** Pushes of one link arrive in order; undefined when each goes its own way. */
      readonly link?: string;
    }
  | {
      readonly what: "push-ended";
      readonly ask: string;
      readonly push: number;
      readonly outcome: "acked" | "refused" | "timeout" | "unreachable";
      /** The user was told at once that it was not taken: a card's toast. */
      readonly isTurnedAway: boolean;
    }
  | {
      readonly what: "turn-began";
      readonly ask: string;
      /** Tells apart all turns of the day. */
      readonly turn: number;
      readonly attempt: number;
      /** As the gateway calls the session. */
      readonly sessionKey: string;
    }
  | {
      readonly what: "turn-ended";
      readonly turn: number;
      readonly how: TurnEnd;
      /** What the agent said in it, blank lines left out. */
      readonly lines: readonly string[];
    }
  /** A message that the bot sent, not counted again when it repeats one under its `uuid`. */
  | { readonly what: "said"; readonly place: string; readonly text: string }
  /** A request to send there was answered: the gateway can know. */
  | { readonly what: "confirmed"; readonly place: string }
  | { readonly what: "gateway-began"; readonly gateway: string }
  | {
      readonly what: "gateway-ended";
      readonly gateway: string;
      /** The last signal that it was sent; undefined when it ended by itself. */
      readonly signal?: string;
      readonly code: number | null;
      /** From the first signal on, in ms. */
      readonly tookMs: number;
    };
