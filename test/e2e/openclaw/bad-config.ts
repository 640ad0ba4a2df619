import { writeFile } from "node:fs/promises";
import { gatewayConfig } from "./config.ts";
import { CACHE, foldersOf } from "./folders.ts";
import { freePort, Gateway } from "./gateway.ts";
import type { Host } from "./hosts.ts";
import { freshState } from "./install.ts";

/**
 * A bad value in the plugin's config must stop the gateway before it starts, with the key's name.
 *
 * @returns what is wrong, if anything
 */
export async function refusesBadConfig(host: Host, path: string): Promise<string[]> {
  const state = await freshState(host);
  const port = await freePort();
  const gateway = new Gateway(host, `${CACHE}/feishu.crt`, port);
  const nowhere = { domain: "https://127.0.0.1", modelUrl: "http://127.0.0.1:9/v1" };
  const plugin = { path, config: { maxWaitMs: "soon" } };
  const config = gatewayConfig({ host, state, port, dmScope: "main", ...nowhere, plugin });
  await writeFile(`${foldersOf(host).state}/openclaw.json`, JSON.stringify(config));
  await gateway.start(config);
  const code = await gateway.exitCode(120_000);
  const { output } = await gateway.cli("config", "validate");
  await gateway.stop();
  const problems: string[] = [];
  if (!code) problems.push(`a bad plugin config did not stop the gateway (exit ${code})`);
  if (!`${gateway.console}${output}`.includes("maxWaitMs"))
    problems.push("the refusal does not name the key");
  console.log(`a bad plugin config: exit ${code}`);
  return problems;
}
