import { setTimeout } from "node:timers/promises";
import { fillRemembered } from "./backlog.ts";
import { CommitsBeside } from "./commits-beside.ts";
import { Gateways } from "./gateways.ts";

interface OpenLoop {
  readonly url: string;
  readonly schema: string;
  readonly gateways: number;
  readonly sessions: number;
  /** Rows that have ended before. */
  readonly remembered: number;
  /** Events in a second, and for how many seconds they come. */
  readonly rate: number;
  readonly seconds: number;
}

/** From claim to start, in ms; and how long a bare commit took meanwhile. */
export interface Waits {
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  readonly slowestCommit: number;
}

/** Events that come at a rate of their own, each to one of the gateways, by chance. */
export async function openLoop(loop: OpenLoop): Promise<Waits> {
  const { url, schema, sessions, rate } = loop;
  const gateways = await Gateways.start(loop.gateways, url, schema);
  if (loop.remembered > 0) await fillRemembered(url, schema, loop.remembered);
  gateways.tell({ do: "begin" });
  // Each gateway prepares its statements once for each connection, and that is not counted.
  const warmUp = Math.ceil(rate / loop.gateways);
  const total = loop.seconds * rate;
  const begun = performance.now();
  let beside: CommitsBeside | undefined;
  for (let n = 0; n < total; n += 1) {
    await setTimeout(Math.max(0, begun + (n * 1000) / rate - performance.now()));
    if (n === rate) beside = new CommitsBeside(url);
    const which = Math.floor(Math.random() * loop.gateways);
    gateways.tell({ do: "claim", id: `o${n}`, sessionKey: `s${n % sessions}` }, which);
  }
  const { waits } = await gateways.tally(total, { warmUp });
  const slowestCommit = (await beside?.end()) ?? 0;
  await gateways.end();
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), slowest: sorted.at(-1) ?? 0, slowestCommit };
}
