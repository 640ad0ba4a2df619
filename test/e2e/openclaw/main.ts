import { hostsFor } from "./hosts.ts";
import { installHost } from "./install.ts";
import { runScenarios } from "./run.ts";
import { SCENARIOS } from "./scenarios.ts";

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const [version, only = ""] = process.argv.slice(2);
for (const host of hostsFor(version)) {
  await installHost(host);
  for (const dmScope of ["per-channel-peer", "main"] as const) {
    const scenarios = SCENARIOS.filter((s) => s.dmScope === dmScope && s.name.includes(only));
    if (scenarios.length === 0) continue;
    console.time(`${host.openclaw} ${dmScope}`);
    await runScenarios({ host, dmScope }, scenarios);
    console.timeEnd(`${host.openclaw} ${dmScope}`);
  }
}
