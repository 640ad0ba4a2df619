import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import PQueue from "p-queue";
import own from "../../package.json" with { type: "json" };
import { parseFixture } from "../../src/replay/fixture/read-fixture.ts";
import { machine } from "../support/measurements/provenance.ts";
import { startPostgres } from "../support/postgres/server.ts";
import type { Adapter } from "./adapters/adapter.ts";
import type { Peer } from "./adapters/index.ts";
import { versionOf } from "./adapters/installed.ts";
import type { Claim } from "./claims/index.ts";
import { judge } from "./judge/judge.ts";
import { Player } from "./play/player.ts";
import type { Cell, PeerInfo, Scorecard } from "./scorecard.ts";

export interface ScoreOptions {
  readonly peers: readonly Peer[];
  readonly claims: readonly Claim[];
  /** Of the fixtures that are made by chance. */
  readonly seed: number;
  /** Told how many cells are known. */
  readonly onCell?: (done: number, of: number) => void;
}

/**
 * Plays every claim with every peer, as many at once as there are cores.
 *
 * @throws Error when a peer could not be played
 */
export async function score({ peers, claims, seed, onCell }: ScoreOptions): Promise<Scorecard> {
  const begun = performance.now();
  const needsServer = peers.some(({ adapter }) => adapter.needsDatabase);
  const server = needsServer ? await startPostgres() : undefined;
  try {
    const queue = new PQueue({ concurrency: availableParallelism() });
    let done = 0;
    const noteOne = () => onCell?.(++done, peers.length * claims.length);
    const columns = await queue.addAll(
      peers.map((peer) => () => columnOf(peer, { claims, seed, url: server?.url, noteOne })),
    );
    const cells = claims.flatMap((_, row) => columns.flatMap((column) => column[row] ?? []));
    const tookMs = Math.round(performance.now() - begun);
    const about = { at: new Date().toISOString(), machine: machine(), seed, tookMs };
    const rows = claims.map(({ id, title, about }) => ({ id, title, about }));
    return { ...about, claims: rows, peers: peers.map(({ adapter }) => infoOf(adapter)), cells };
  } finally {
    await server?.stop();
  }
}

interface ColumnOptions extends Pick<ScoreOptions, "claims" | "seed"> {
  /** Of the database, where one is needed. */
  readonly url: string | undefined;
  readonly noteOne: () => void;
}

async function columnOf(peer: Peer, { claims, seed, url, noteOne }: ColumnOptions): Promise<Cell[]> {
  const player = new Player(peer);
  const cells: Cell[] = [];
  try {
    for (const claim of claims) {
      cells.push(await cellOf(peer, claim, { player, seed, url }));
      noteOne();
    }
    return cells;
  } finally {
    await player.close();
  }
}

async function cellOf({ adapter }: Peer, claim: Claim, { player, seed, url }: Around): Promise<Cell> {
  const { id, notItsJob, notMeasured, needsDatabase } = adapter;
  const about = { peer: id, claim: claim.id };
  const unknown = notMeasured?.[claim.id];
  if (unknown) return { ...about, word: "not measured", reason: unknown, faults: [] };
  const text = await textOf(claim, seed);
  const schema = `scorecard_${randomBytes(6).toString("hex")}`;
  const turns = await player.play(text, needsDatabase && url ? { url, schema } : undefined);
  const fixture = parseFixture(text, claim.id);
  const faults = judge(fixture, turns, claim.looksFor);
  const run = { fixture: fixture.name, events: fixture.events, turns };
  if (faults.length === 0) return { ...about, word: "ok", faults, run };
  const reason = notItsJob?.[claim.id];
  return { ...about, ...(reason ? { word: "not its job", reason } : { word: "fails" }), faults, run };
}

interface Around extends Pick<ColumnOptions, "seed" | "url"> {
  readonly player: Player;
}

async function textOf({ fixture }: Claim, seed: number): Promise<string> {
  if ("lines" in fixture) return fixture.lines(seed);
  return readFile(new URL(`../../fixtures/${fixture.file}`, import.meta.url), "utf8");
}

function infoOf(adapter: Adapter): PeerInfo {
  const { id, name, heading, isOurs = false, packages, setting, documentedAt, shows } = adapter;
  const versions = isOurs
    ? { [own.name]: own.version }
    : Object.fromEntries(packages.map((name) => [name, versionOf(name)]));
  return { id, name, heading, isOurs, versions, setting, documentedAt, shows };
}
