import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host } from "./hosts.ts";

/** The root of this package. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Where everything downloaded and written by these tests lives; git ignores it. */
export const CACHE = join(ROOT, ".cache", "openclaw");

/** A plugin of these tests, which takes messages over. */
export const OTHER_PLUGIN = join(import.meta.dirname, "other-plugin");

/** The folders of one host. */
export interface HostFolders {
  /** The npm project with the package `openclaw`. */
  readonly host: string;
  /** The npm project with a channel plugin that is loaded from a path. */
  readonly channel: string;
  /** The state folder as it is after installing. */
  readonly installed: string;
  /** The state folder of the running gateway. Its path is in the host's install records, so it never changes. */
  readonly state: string;
  /** The host's command line. */
  readonly command: string;
}

export function foldersOf(host: Host): HostFolders {
  const base = join(CACHE, host.openclaw);
  return {
    host: join(base, "host"),
    channel: join(base, "channel"),
    installed: join(base, "installed"),
    state: join(base, "state"),
    command: join(base, "host", "node_modules", "openclaw", "openclaw.mjs"),
  };
}

/** Where a channel plugin that is loaded from a path lies. */
export function channelPath(host: Host): string {
  const name = host.channel.slice(0, host.channel.lastIndexOf("@"));
  return join(foldersOf(host).channel, "node_modules", name);
}
