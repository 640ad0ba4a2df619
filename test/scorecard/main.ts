/**
 * What this project and its peers make of the same events, each at its own best setting, in virtual time.
 *
 *     npm run scorecard [-- --json FILE --html FILE --docs --seed N --claim ID… --peer ID… --adapter FILE…]
 *
 * `--adapter` adds a bot of your own: a file whose default export is an `Adapter`. Exit 0: this project keeps every claim;
 * 1: it does not; 2: the scorecard could not be made, or does not do a peer justice.
 */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { writeSection } from "../support/measurements/section.ts";
import { findPeers, loadPeer } from "./adapters/index.ts";
import { claims } from "./claims/index.ts";
import { markdownOf, versionsOf } from "./report/markdown.ts";
import { pageOf } from "./report/page.ts";
import { printed } from "./report/printed.ts";
import { score } from "./score.ts";
import { misjudged, ownFailures } from "./scorecard.ts";

const several = { type: "string", multiple: true, default: [] as string[] } as const;
const { values } = parseArgs({
  options: {
    json: { type: "string" },
    html: { type: "string" },
    docs: { type: "boolean" },
    seed: { type: "string", default: "1" },
    claim: several,
    peer: several,
    adapter: several,
  },
});

const added = await Promise.all(values.adapter.map((file) => loadPeer(pathToFileURL(resolve(file)).href)));
const all = [...(await findPeers()), ...added];
const peers = chosen("peer", values.peer, all, ({ adapter }) => adapter.id);
const rows = chosen("claim", values.claim, claims, ({ id }) => id);
if (peers.some(({ adapter }) => !adapter.isOurs)) await import("../../tools/peers/install.ts");
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) stop(`--seed: expected a whole number, got ${values.seed}`);

const card = await score({ peers, claims: rows, seed, onCell: progress }).catch((error) =>
  stop(String(error)),
);
process.stdout.write(`${printed(card, process.stdout)}\n\n`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(card, null, 2)}\n`);
if (values.html !== undefined) await writeFile(values.html, pageOf(card));
if (values.docs) {
  const command = "npm run scorecard -- --docs";
  await writeSection({ name: "scorecard", command, peers: versionsOf(card), body: markdownOf(card) });
}
for (const { name, shows } of misjudged(card))
  process.stderr.write(`${name} fails “${shows}”, at which it is good: its adapter is wrong\n`);
const failures = ownFailures(card);
process.stdout.write(
  `${card.cells.length} cells in ${Math.round(card.tookMs / 1000)} s, seed ${seed}; of this project ${failures.length} fail\n`,
);
process.exitCode = failures.length > 0 ? 1 : misjudged(card).length > 0 ? 2 : 0;

function progress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(done < of ? `\r${done} of ${of}` : "\r\u001b[K");
}

/** What was asked for by name; everything where nothing was. */
function chosen<T>(
  what: string,
  names: readonly string[],
  from: readonly T[],
  nameOf: (it: T) => string,
): readonly T[] {
  const unknown = names.find((name) => !from.some((it) => nameOf(it) === name));
  if (unknown !== undefined)
    stop(`--${what}: there is no ${unknown}; there are ${from.map(nameOf).join(", ")}`);
  return names.length === 0 ? from : from.filter((it) => names.includes(nameOf(it)));
}

function stop(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}
