import type { Composed } from "../middleware/compose.ts";
import type { AnsweringOptions } from "./answering.ts";
import type { OpenQuestion } from "./asking/open-questions.ts";
import type { AttemptsOptions } from "./attempts.ts";
import type { EndingsOptions } from "./endings.ts";

/** What turns go through, and how. */
export interface TurnsOptions extends Omit<AttemptsOptions & EndingsOptions, "closing">, AnsweringOptions {
  /** The channel's middleware. */
  readonly chain: Composed;
}

/** How a job is let in. */
export interface Entrance {
  /**
   * Whether the middleware lets it wait: its attempt begins with its turn then, and else before the middleware, since
   * what ends the process there must be given up in the end as well.
   */
  readonly waitsInside?: boolean;
  /** Whether it waits for nothing. */
  readonly isBypass?: boolean;
  /** Where it is to answer a question, beside the turn that has asked. */
  readonly answering?: Answering;
}

/** How a message is let in that is to answer. */
export interface Answering {
  readonly question: OpenQuestion;
  /** Told that the question has it. */
  readonly arrived: () => void;
  /** Told that it came too late, and has had no turn. */
  readonly tooLate: () => void;
}
