import { hostsFor } from "./hosts.ts";
import { installHost, installPlugin } from "./install.ts";
import { runScenarios } from "./run.ts";
import { SCENARIOS } from "./scenarios.ts";

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const [version, only = "", mode = "both"] = process.argv.slice(2);
const path = await installPlugin();
const plugins =
  mode === "both"
    ? [undefined, { path, config: {} }]
    : mode === "with"
      ? [{ path, config: {} }]
      : [undefined];
for (const host of hostsFor(version)) {
  await installHost(host);
  for (const dmScope of ["per-channel-peer", "main"] as const) {
    const scenarios = SCENARIOS.filter((s) => s.dmScope === dmScope && s.name.includes(only));
    if (scenarios.length === 0) continue;
    for (const plugin of plugins) {
      const name = `${host.openclaw} ${dmScope} ${plugin ? "with" : "without"}`;
      console.time(name);
      await runScenarios({ host, dmScope, ...(plugin && { plugin }) }, scenarios);
      console.timeEnd(name);
    }
  }
}
