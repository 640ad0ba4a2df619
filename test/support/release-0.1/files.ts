import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const ids = z.array(z.string()).min(1);
const schema = z.object({
  kept: z.array(z.object({ kind: z.string(), event: z.unknown(), ids, sessionKey: z.string() })),
  plugin: z.object({ event: z.any(), ids }),
});

/** Events, and what release 0.1 made of them: those of a gateway, and the one of a plugin. */
export const { kept, plugin } = schema.parse(JSON.parse(readFileSync(here("events.json"), "utf8")));

/** When they came, in ms since the epoch. */
export const cameAt = Date.UTC(2026, 4, 23, 3, 37, 33);

/** Puts a file that release 0.1 has written there, for a test to use. */
export function copyFile(name: "inbox.db" | "settled.sqlite", to: string): string {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(here(name), to);
  return to;
}
