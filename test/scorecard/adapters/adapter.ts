import type { Delivery } from "../../../src/replay/fixture/fixture.ts";
import type { ClaimId } from "../claims/index.ts";
import type { Stage } from "../play/stage.ts";

/** What some claims are not judged by, and why. */
export type Reasons = Readonly<Partial<Record<ClaimId, string>>>;

/** One peer, at its own best setting. */
export interface Adapter {
  readonly id: string;
  /** What it is called in a sentence. */
  readonly name: string;
  /** The same at the head of a narrow column; lines of at most 6 characters. */
  readonly heading: string;
  /** The npm packages that it is made of, as `tools/peers` installs them. */
  readonly packages: readonly string[];
  /** Whether it is this project. */
  readonly isOurs?: boolean;
  /** How it is set up, and why that is its best. */
  readonly setting: string;
  /** The page that documents that. */
  readonly documentedAt: string;
  /** A claim at which it is good: when that fails, the adapter is wrong, and not the peer. */
  readonly shows: ClaimId;
  /** What it does not promise, by its own documentation. It is played all the same. */
  readonly notItsJob?: Reasons;
  /** What cannot be seen without a part of it that is not on npm by itself. It is not played. */
  readonly notMeasured?: Reasons;
  /** Whether what it keeps for the whole of a process would be there in the next fixture. @default false */
  readonly isSticky?: boolean;
  /** Whether it needs a PostgreSQL. @default false */
  readonly needsDatabase?: boolean;
  /** Whether it can be given a clock. @default false: the global timers are replaced while it plays */
  readonly takesClock?: boolean;
  /** Starts one process of a bot, which calls `stage.runTurn` for what it would answer. */
  start(stage: Stage): Promise<Bot>;
}

/** A bot that runs. */
export interface Bot {
  /** Feishu pushes an event. What it returns is not waited for. */
  receive(delivery: Delivery): unknown;
  /** Resolves when nothing is under way but what waits for time to pass. @default at once */
  settled?(): Promise<void>;
}
