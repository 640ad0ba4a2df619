import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CACHE, foldersOf, ROOT } from "./folders.ts";
import type { Host } from "./hosts.ts";
import { hostEnvironment, mustExecute } from "./process.ts";

const NPM_INSTALL = ["install", "--no-audit", "--no-fund", "--loglevel=error"];

/** Downloads the host and its channel plugin, unless they are in the cache already. */
export async function installHost(host: Host): Promise<void> {
  const folders = foldersOf(host);
  if (await exists(folders.installed)) return;
  await npmProject(folders.host, `openclaw@${host.openclaw}`);
  await rm(folders.state, { recursive: true, force: true });
  await mkdir(folders.state, { recursive: true });
  if (host.install === "path") await npmProject(folders.channel, host.channel);
  else await installByHost(host);
  await cp(folders.state, folders.installed, { recursive: true, verbatimSymlinks: true });
}

/** Puts the state folder back to what it was right after installing: no sessions, nothing remembered. */
export async function freshState(host: Host): Promise<string> {
  const { installed, state } = foldersOf(host);
  await rm(state, { recursive: true, force: true });
  await cp(installed, state, { recursive: true, verbatimSymlinks: true });
  return state;
}

/**
 * Packs this package and installs the tarball into a folder of its own, as an operator does.
 *
 * @returns the folder to name in `plugins.load.paths`
 */
export async function installPlugin(): Promise<string> {
  const folder = join(CACHE, "plugin");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mustExecute("npm", ["run", "--silent", "build"], { cwd: ROOT });
  await mustExecute("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: ROOT });
  const { version } = await import("../../../package.json", { with: { type: "json" } }).then(
    (m) => m.default,
  );
  await npmProject(folder, join(folder, `feishu-dispatch-dedup-${version}.tgz`));
  return join(folder, "node_modules", "feishu-dispatch-dedup");
}

async function installByHost(host: Host): Promise<void> {
  const { command, state } = foldersOf(host);
  const args = [command, "plugins", "install", `npm:${host.channel}`];
  await mustExecute(process.execPath, args, { env: hostEnvironment(state), cwd: state });
}

async function npmProject(folder: string, spec: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  await mustExecute("npm", [...NPM_INSTALL, spec], { cwd: folder });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
