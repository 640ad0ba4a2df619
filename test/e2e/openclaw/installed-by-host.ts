import { writeFile } from "node:fs/promises";
import { complaints } from "./complaints.ts";
import { gatewayConfig } from "./config.ts";
import { CACHE, foldersOf } from "./folders.ts";
import { freePort, Gateway } from "./gateway.ts";
import type { Host } from "./hosts.ts";
import { freshState, installPluginByHost } from "./install.ts";

/**
 * The plugin installed by the host, the other way that operators have. The host has nothing to say against it, and a bad
 * value in its config must stop the gateway before it starts, with the key's name.
 *
 * @returns what is wrong, if anything
 */
export async function installedByHost(host: Host, tarball: string): Promise<string[]> {
  const state = await freshState(host);
  await installPluginByHost(host, tarball);
  const port = await freePort();
  const gateway = new Gateway(host, `${CACHE}/feishu.crt`, port);
  const nowhere = { domain: "https://127.0.0.1", modelUrl: "http://127.0.0.1:9/v1" };
  const configOf = (config: object) =>
    gatewayConfig({ host, state, port, dmScope: "main", ...nowhere, plugin: { config } });
  await writeFile(`${foldersOf(host).state}/openclaw.json`, JSON.stringify(configOf({})));
  const good = await gateway.cli("config", "validate");
  const problems = await complaints(gateway);
  await gateway.start(configOf({ maxWaitMs: "soon" }));
  const code = await gateway.exitCode(120_000);
  const bad = await gateway.cli("config", "validate");
  await gateway.stop();
  console.log(`a bad plugin config: exit ${code}`);
  if (good.code !== 0) problems.push(`a good plugin config is refused: ${good.output}`);
  if (!code) problems.push(`a bad plugin config did not stop the gateway (exit ${code})`);
  const said = `${gateway.console}${bad.output}`;
  if (!said.includes("maxWaitMs")) problems.push(`the refusal does not name the key: ${said}`);
  return problems;
}
