import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { calm } from "./calm.ts";

setFlagsFromString("--expose-gc");
/** Lets go of everything that can go, now. */
export const collectGarbage: () => void = runInNewContext("gc");

/** Bytes of the heap that are in use once everything that can go has gone. */
export async function heapUsed(): Promise<number> {
  for (let n = 0; n < 3; n++) {
    await calm();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

/** By how many bytes each of `count` repetitions makes the heap grow. The first ones, which fill caches, do not count. */
export async function growth(count: number, repeat: (from: number, to: number) => unknown): Promise<number> {
  const warmUp = count / 10;
  await repeat(0, warmUp);
  const before = await heapUsed();
  await repeat(warmUp, warmUp + count);
  return ((await heapUsed()) - before) / count;
}
