/**
 * What things cost: ours beside peers, in the same minutes.
 *
 *     npm run bench [-- --quick --only growth,inbox --json FILE --docs]
 *
 * Each part runs in a process of its own. Exit code 1: something costs more than its limit.
 */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import own from "../../package.json" with { type: "json" };
import { machine } from "../support/measurements/provenance.ts";
import { writeSection } from "../support/measurements/section.ts";
import { ownTables, parts } from "./parts.ts";
import { isTooMuch, type Result } from "./report/result.ts";
import { markdownOf, tableOf } from "./report/table.ts";

interface Flags {
  readonly quick?: true;
  readonly only: readonly string[];
  readonly json?: string;
  readonly docs?: true;
}

const names = [...Object.keys(parts), ...Object.keys(ownTables)];
const program = new Command("npm run bench --")
  .description("What things cost: ours beside peers, in the same minutes.")
  .option("--quick", "less of it, and less exactly: under a minute, without PostgreSQL")
  .addOption(
    new Option("--only <parts>", `some of ${names.join(", ")}`).argParser(partsIn).default(names, "all"),
  )
  .option("--json <file>", "writes the figures there, too")
  .addOption(
    new Option("--docs", "writes the tables of all parts into docs/measurements.md").conflicts([
      "quick",
      "only",
    ]),
  )
  .action(run);
await program.parseAsync();

function partsIn(list: string): string[] {
  const wanted = list.split(",");
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined)
    program.error(`error: expected some of ${names.join(", ")}, got ${JSON.stringify(unknown)}`);
  return wanted;
}

async function run({ quick, only, json, docs }: Flags): Promise<void> {
  console.log(machine());
  const all: { part: string; about: string; results: readonly Result[] }[] = [];
  for (const [part, about] of Object.entries(parts).filter(([part]) => only.includes(part))) {
    const results = await runPart(part, quick);
    all.push({ part, about, results });
    console.log(`\n${part}: ${about}\n${tableOf(results)}`);
  }
  const isAsked = only !== names;
  for (const part of Object.keys(ownTables).filter((part) => only.includes(part) && (isAsked || !quick)))
    await runAlone(part, quick);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ machine: machine(), parts: all }, null, 2)}\n`);
  if (docs) await writeDocs(all);
  const tooMuch = all.flatMap(({ results }) => results.filter(isTooMuch));
  for (const { name, limit } of tooMuch) console.log(`${name}: more than ${limit}`);
  process.exitCode = tooMuch.length === 0 ? 0 : 1;
}

async function runPart(part: string, quick = false): Promise<readonly Result[]> {
  const program = fileURLToPath(new URL("run-part.ts", import.meta.url));
  const child = fork(program, [part, ...(quick ? ["--quick"] : [])]);
  const ended = once(child, "exit");
  const [results] = await Promise.race([once(child, "message"), ended.then(() => [undefined])]);
  await ended;
  if (!Array.isArray(results))
    throw new Error(`the part ${part} has ended without results; what it said is above`);
  return results;
}

async function runAlone(part: string, quick = false): Promise<void> {
  const program = fileURLToPath(new URL(`${part}.ts`, import.meta.url));
  const child = spawn(process.execPath, [program, ...(quick ? ["--quick"] : [])], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`the part ${part} has ended with ${code}; what it said is above`);
}

async function writeDocs(all: readonly { about: string; results: readonly Result[] }[]): Promise<void> {
  const body = all.map(({ about, results }) => `**${about}**\n\n${markdownOf(results)}`).join("\n\n");
  const { "@larksuiteoapi/node-sdk": sdk, "p-queue": pQueue, "lru-cache": lruCache } = own.dependencies;
  const peers = { "@larksuiteoapi/node-sdk": sdk, "p-queue": pQueue, "lru-cache": lruCache };
  await writeSection({ name: "bench", command: "npm run bench", peers, body });
}
