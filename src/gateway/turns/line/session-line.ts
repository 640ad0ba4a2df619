import type { CommandKind } from "../../../dispatch/command-policy.ts";

/** A place in the line of a session. The event itself stays in the inbox: any number may wait. */
export interface Place {
  /** Its row in the inbox. */
  readonly id: number;
  readonly sessionKey: string;
  readonly turnId: string;
  readonly account: string;
  /** How many of its session may be inside at once, itself among them. */
  readonly room: number;
  /** When it was accepted, by Feishu's clock; undefined when an earlier run has judged its age. */
  readonly acceptedAt?: number;
  /** What its text means for order. @default ordinary */
  readonly kind?: CommandKind;
  /** Whether an earlier run has begun with it. */
  readonly wasBegun?: boolean;
}

/** The jobs of one session that wait, and how many are inside. */
export interface SessionLine {
  readonly key: string;
  readonly waiting: Place[];
  /** The last of those that wait and that nothing passes. */
  lastBarrier: Place | undefined;
  inside: number;
  /** Those inside that let nobody in beside them. */
  alone: number;
  isReading: boolean;
  /** Told when nobody is inside or waits any more. */
  onIdle?: () => void;
}

export function isIdle({ inside, alone, waiting }: SessionLine): boolean {
  return inside + alone + waiting.length === 0;
}

/** Nothing passes it. */
export function isBarrier({ kind }: Place): boolean {
  return kind === "barrier" || kind === "interrupt";
}

export function hasRoom({ inside, alone }: SessionLine, { room }: Place): boolean {
  return alone === 0 && inside < room;
}

/** Whose turn it is to enter. */
export function next(session: SessionLine): Place | undefined {
  const [first] = session.waiting;
  return first && hasRoom(session, first) ? first : undefined;
}

/** Where one belongs that came before some of those that wait. */
export function placeBefore({ waiting }: SessionLine, { id }: Place): number {
  const at = waiting.findIndex((other) => other.id > id);
  return at < 0 ? waiting.length : at;
}
