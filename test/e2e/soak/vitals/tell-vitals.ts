/**
 * Tells how the process is, again and again: loaded before a gateway. `?file=` is where, a line of JSON each time;
 * `&everyMs=` how often.
 */
import { appendFileSync, readdirSync } from "node:fs";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { unchanged } from "./small-memories.ts";
import type { Vitals } from "./vitals.ts";

const { searchParams } = new URL(import.meta.url);
const file = searchParams.get("file") ?? "";
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

setInterval(
  () => appendFileSync(file, `${JSON.stringify(vitals())}\n`),
  Number(searchParams.get("everyMs")),
).unref();

function vitals(): Vitals {
  if (unchanged().length > 0) throw new Error(`expected that these were loaded: ${unchanged()}`);
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  const heap = heapUsed + external - compiled();
  return { at: Date.now(), pid: process.pid, heap, rss, handles, ...descriptors() };
}

/** What V8 has made of the code, in bytes: for hours more and more of it is compiled for speed. */
function compiled(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => /code|trusted/.test(space_name));
  return spaces.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

function descriptors(): Pick<Vitals, "descriptors"> {
  try {
    return { descriptors: readdirSync("/dev/fd").length };
  } catch {
    return {};
  }
}
