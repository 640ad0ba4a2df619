import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import PQueue from "p-queue";
import { type Host, hostsFor } from "./hosts.ts";
import { installHost, installPlugin, type PackedPlugin } from "./install.ts";
import { installedByHost } from "./installed-by-host.ts";
import { type Asked, plan } from "./plan.ts";
import { cleanScenarios, problemsOf, reproduced, summaryOf, tableOf } from "./report.ts";
import { type RunResult, runScenarios } from "./run.ts";

// However this process ends, its gateways end with it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const QUICK_ROUNDS = 2;

const command = new Command()
  .name("test:openclaw")
  .description("Runs scenarios against real OpenClaw gateways, without and with the plugin.")
  .option("--quick", "only the scenarios that reproduce the failures, in one gateway each", false)
  .option("--long", "only the turns of six minutes", false)
  .option("--only <text>", "only scenarios whose name contains this", "")
  .option("--openclaw <version>", "one version, or a tag such as latest")
  .addOption(new Option("--plugin <mode>").choices(["both", "with", "without"]).default("both"));

async function main(): Promise<void> {
  const { openclaw, ...asked } = command.parse().opts<Asked & { openclaw?: string }>();
  const plugin = await installPlugin();
  // They wait for stand-ins most of the time, and start one after the other on a machine with few cores.
  const sideBySide = new PQueue({ concurrency: availableParallelism() });
  const found = await sideBySide.addAll(
    hostsFor(openclaw).map((host) => () => testHost(host, asked, plugin)),
  );
  const problems = found.flatMap((host) => host.problems);
  const clean = found.reduce((sum, host) => sum + host.clean, 0);
  for (const problem of problems) console.log(`PROBLEM ${problem}`);
  console.log(`${clean} passed, ${problems.length} failed`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** What is wrong with a host's runs, and how many scenarios were clean with the plugin. */
interface Found {
  readonly problems: string[];
  readonly clean: number;
}

async function testHost(host: Host, asked: Asked, { path, tarball }: PackedPlugin): Promise<Found> {
  await installHost(host);
  const results: RunResult[] = [];
  for (const { dmScope, config, otherPlugin, scenarios } of plan(host, asked)) {
    console.log(
      `openclaw ${host.openclaw}, dmScope ${dmScope}, ${config ? `with ${JSON.stringify(config)}` : "without"}${otherPlugin ? ", beside another plugin" : ""}`,
    );
    const options = { host, dmScope, otherPlugin, ...(config && { plugin: { path, config } }) };
    results.push(await runScenarios(options, scenarios, asked.quick ? QUICK_ROUNDS : undefined));
  }
  console.log(`\nopenclaw ${host.openclaw} with ${host.channel}\n${tableOf(results)}`);
  for (const line of summaryOf(results)) console.log(line);
  const problems = problemsOf(results);
  if (!asked.only && !asked.long) {
    if (host.goesWrong && !reproduced(results)) problems.push("nothing failed without the plugin");
    problems.push(...(await installedByHost(host, tarball)));
  }
  return {
    problems: problems.map((problem) => `openclaw ${host.openclaw}: ${problem}`),
    clean: cleanScenarios(results),
  };
}

await main();
