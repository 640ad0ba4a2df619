import { homedir } from "node:os";
import { join } from "node:path";
import type { HostApi } from "./host.ts";

/** Hosts with a durable queue give up on messages that are not taken out in time, and give free sessions to what comes. */
export function hasWatchdog({ runtime }: HostApi): boolean {
  return runtime?.state?.openChannelIngressQueue !== undefined;
}

/** The host's own state folder. */
export function stateFolder({ runtime }: HostApi): string {
  return runtime?.state?.resolveStateDir?.(process.env) ?? usualStateFolder(process.env);
}

/** Where it is when nobody can be asked. */
export function usualStateFolder({ OPENCLAW_STATE_DIR }: NodeJS.ProcessEnv): string {
  return OPENCLAW_STATE_DIR || join(homedir(), ".openclaw");
}
