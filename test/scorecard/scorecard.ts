import type { ClaimId } from "./claims/index.ts";
import type { Fault } from "./judge/faults.ts";
import type { ObservedTurn } from "./play/observed.ts";

/**
 * What a cell says.
 *
 * - `ok`: the peer was played, and nothing of what the claim looks for was seen.
 * - `fails`: it was seen; the faults say with which events.
 * - `not its job`: it was seen, but the peer's documentation does not promise otherwise.
 * - `not measured`: what would have to be played is not on npm by itself.
 */
export type Word = "ok" | "fails" | "not its job" | "not measured";

/** What one peer made of one claim. */
export interface Cell {
  readonly peer: string;
  readonly claim: ClaimId;
  readonly word: Word;
  /** Of `not its job` and `not measured`: why. */
  readonly reason?: string;
  /** What was seen. */
  readonly faults: readonly Fault[];
  /** What it was seen in; undefined where nothing was played. */
  readonly run?: Played;
}

/** A run behind a cell. */
export interface Played {
  /** The name of the fixture, and how many events it has. */
  readonly fixture: string;
  readonly events: number;
  readonly turns: readonly ObservedTurn[];
}

/** A column. */
export interface PeerInfo {
  readonly id: string;
  readonly name: string;
  readonly heading: string;
  readonly isOurs: boolean;
  /** Its packages, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly setting: string;
  readonly documentedAt: string;
  /** The claim at which it is good. */
  readonly shows: ClaimId;
}

/** A row. */
export interface ClaimInfo {
  readonly id: ClaimId;
  readonly title: string;
  readonly about: string;
}

/** A whole run. */
export interface Scorecard {
  /** When it was made, as ISO 8601. */
  readonly at: string;
  readonly machine: string;
  /** Of the fixtures that are made by chance. */
  readonly seed: number;
  readonly tookMs: number;
  readonly claims: readonly ClaimInfo[];
  readonly peers: readonly PeerInfo[];
  /** By claim, and within that by peer. */
  readonly cells: readonly Cell[];
}

/** The claims that this project does not keep. */
export function ownFailures({ cells, peers }: Pick<Scorecard, "cells" | "peers">): Cell[] {
  const ours = new Set(peers.filter(({ isOurs }) => isOurs).map(({ id }) => id));
  return cells.filter(({ peer, word }) => word === "fails" && ours.has(peer));
}

/** Peers that fail where they are good: then their adapters do not do them justice. */
export function misjudged({ cells, peers }: Pick<Scorecard, "cells" | "peers">): PeerInfo[] {
  return peers.filter(({ id, isOurs, shows }) => {
    const cell = cells.find(({ peer, claim }) => peer === id && claim === shows);
    return !isOurs && cell !== undefined && cell.word !== "ok";
  });
}
