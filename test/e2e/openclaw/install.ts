import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PLUGIN_PACKAGE } from "../../../tools/plugin-package/package-json.ts";
import { CACHE, foldersOf, ROOT } from "./folders.ts";
import type { Host } from "./hosts.ts";
import { hostEnvironment, mustExecute } from "./process.ts";

const NPM_INSTALL = ["install", "--no-audit", "--no-fund", "--loglevel=error"];

/** Downloads the host and its channel plugin, unless they are in the cache already. */
export async function installHost(host: Host): Promise<void> {
  const folders = foldersOf(host);
  // What a tag such as "latest" stands for changes.
  if (/^\d/.test(host.openclaw) && (await exists(folders.installed))) return;
  await rm(folders.installed, { recursive: true, force: true });
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

/** The plugin's package, packed, and the folder that an operator would name in `plugins.load.paths`. */
export interface PackedPlugin {
  readonly tarball: string;
  readonly path: string;
}

/** Packs the plugin and installs the tarball into a folder of its own, as an operator does. */
export async function installPlugin(): Promise<PackedPlugin> {
  const folder = join(CACHE, "plugin");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const packed = await mustExecute("npm", ["run", "--silent", "pack:openclaw", "--", folder], { cwd: ROOT });
  const tarball = packed.trim();
  await npmProject(folder, tarball);
  return { tarball, path: join(folder, "node_modules", PLUGIN_PACKAGE) };
}

/** Installs the tarball by the host's own `plugins install`, into its state folder. */
export async function installPluginByHost(host: Host, tarball: string): Promise<void> {
  const { command, state } = foldersOf(host);
  const args = [command, "plugins", "install", `npm-pack:${tarball}`, ...host.installFlags];
  await mustExecute(process.execPath, args, { env: hostEnvironment(state), cwd: state });
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
