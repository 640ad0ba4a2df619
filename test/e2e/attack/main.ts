import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Attack, Broken } from "./attack.ts";
import { attacks } from "./attacks.ts";
import { Scene } from "./scene.ts";

/** Against one that hangs. */
const LONGEST_MS = 60_000;
/** Against many of them. */
const ALL_MS = 300_000;

const [only = ""] = process.argv.slice(2);
const chosen = attacks.filter(({ name }) => name.includes(only));
const cache = await mkdtemp(join(tmpdir(), "attack-cache-"));
let broken = 0;
for (const attack of chosen) {
  const startedAt = performance.now();
  const seen = await outcomeOf(attack);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (seen.startsWith("BROKEN")) broken += 1;
  process.stdout.write(`${seen} [${seconds} s]\n`);
}
await rm(cache, { recursive: true, force: true });
process.stdout.write(`${chosen.length - broken} passed, ${broken} failed\n`);
// Whatever an attack has left open keeps nothing waiting.
process.exit(broken === 0 && chosen.length > 0 ? 0 : 1);

async function outcomeOf(attack: Attack): Promise<string> {
  const scene = await Scene.open(cache);
  const left = Math.max(0, Math.min(LONGEST_MS, ALL_MS - performance.now()));
  try {
    const late = sleep(left, undefined, { ref: false }).then(() => {
      throw new Broken(`it was not over in ${left.toFixed()} ms`);
    });
    const figures = await Promise.race([attack.run(scene), late]);
    return `held ${attack.name}${figures ? ` (${figures})` : ""}`;
  } catch (error) {
    const seen = error instanceof Broken ? error.message : String(Object(error).stack ?? error);
    return `BROKEN ${attack.name}: ${seen}`;
  } finally {
    await scene.close();
  }
}
