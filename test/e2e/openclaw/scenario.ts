import type { Conversation } from "./conversation.ts";
import type { World, WorldOptions } from "./world.ts";

/** One row of the table. */
export interface Scenario {
  readonly name: string;
  /** `quick` is part of every run, `full` of a whole one, `long` runs only when asked for. */
  readonly effort: "quick" | "full" | "long";
  /** Which sessions direct messages use. Quick runs share one session, which suits every quick scenario. */
  readonly dmScope: WorldOptions["dmScope"];
  /** The plugin's config. @default {} */
  readonly config?: object;
  /** Its messages find everything idle: how long each takes to the model is measured. */
  readonly idle?: boolean;
  /** Only hosts that keep transcripts in files. */
  readonly filesOnly?: boolean;
  /** Only hosts that let more than one waiting message of a session reach the plugin. */
  readonly severalAtOnce?: boolean;
  /** Only hosts that let commands through while a turn runs. */
  readonly inTurn?: boolean;
  /** Only hosts that tell plugins under which ids answers are sent. */
  readonly sentOnly?: boolean;
  /** With the plugin of `other-plugin/`, too. */
  readonly otherPlugin?: boolean;
  /** Means nothing without the plugin. */
  readonly onlyWith?: boolean;
  /** The takeover is another writer's: the plugin can only make up for it. */
  readonly takenOver?: boolean;
  /** @default 1 */
  readonly rounds?: number;
  run(talk: Conversation, world: World): Promise<void>;
}
