/**
 * Makes what a gateway remembers small, and its memory short: loaded before it. So all of it is full within seconds, as it
 * is in a gateway that has run for days, and from then on what goes keeps pace with what comes. No option does that, since
 * no gateway should.
 */
import { registerHooks } from "node:module";
import { MEMORY_MS } from "./vitals.ts";

const FEW = 100;

/** What stands in which file, and what stands there in its place. */
const changes = [
  ["delays.ts", "defaultSettledTtlMs = 86_400_000", `defaultSettledTtlMs = ${MEMORY_MS}`],
  ["feishu/place/whereabouts.ts", "options.maxRemembered ?? 10_000", `options.maxRemembered ?? ${FEW}`],
  ["journal/view/state.ts", "recent = 1000, notRun = 1000", `recent = ${FEW}, notRun = ${FEW}`],
  ["gateway/accounts/other-programs.ts", "options.limit ?? 10_000", `options.limit ?? ${FEW}`],
] as const;

const open = new Map<string, (typeof changes)[number]>(
  changes.map((change) => [new URL(`../../../../src/${change[0]}`, import.meta.url).href, change]),
);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const [file, before, after] = open.get(url) ?? [];
    if (before === undefined || after === undefined) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array).toString();
    if (!source.includes(before)) throw new Error(`expected ${JSON.stringify(before)} in src/${file}`);
    open.delete(url);
    return { ...loaded, source: source.replace(before, after) };
  },
});

/** Which of the files the process has not loaded: none, in a gateway that runs. */
export function unchanged(): string[] {
  return [...open.values()].map(([file]) => file);
}
