import { statSync } from "node:fs";

/** What of a message's context is about its pictures and files. Older hosts give the paths alone. */
export interface HostMedia {
  /** Those that could not be downloaded have no path. */
  readonly media?: ReadonlyArray<{ readonly path?: string; readonly sizeBytes?: number }>;
  readonly MediaPaths?: readonly string[];
}

/**
 * What tells the pictures and files of a message from others': the size of each, in bytes. Their keys do not get as
 * far as the plugin, and the host saves each download under a name of its own. The text will not do either: it may
 * hold that name, be what a model heard in a recording, or be empty.
 *
 * @returns undefined when there are none, or when it is not known of one of them
 */
export function mediaIn({ media, MediaPaths = [] }: HostMedia): string | undefined {
  const sizes = (media ?? MediaPaths.map((path) => ({ path }))).map(sizeOf);
  return sizes.length === 0 || sizes.includes(undefined) ? undefined : JSON.stringify({ media: sizes });
}

function sizeOf({ path, sizeBytes }: NonNullable<HostMedia["media"]>[number]): number | undefined {
  if (sizeBytes !== undefined || path === undefined) return sizeBytes;
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
