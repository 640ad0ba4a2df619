import { PLUGIN_ID, type PluginConfig } from "./config.ts";
import type { HostConfig } from "./host/host.ts";

/** What the gateway's config says of this plugin's hooks, on hosts that have such limits. */
interface HookLimits {
  readonly timeoutMs?: number;
  readonly timeouts?: { readonly reply_dispatch?: number };
}

/** What in the configuration keeps the plugin from what it is there for; said when the gateway starts. */
export function cautions(host: HostConfig | undefined, config: PluginConfig): string[] {
  const found: string[] = [];
  if (host?.diagnostics?.enabled === false) found.push(NO_DIAGNOSTICS);
  const limits: HookLimits = host?.plugins?.entries?.[PLUGIN_ID]?.hooks ?? {};
  const limitMs = limits.timeouts?.reply_dispatch ?? limits.timeoutMs;
  if (limitMs !== undefined && limitMs < config.maxWaitMs)
    found.push(
      `plugins.entries.${PLUGIN_ID}.hooks lets a hook take ${limitMs} ms, so the host does not wait for messages that are held for longer: they are NOT serialised. Leave timeoutMs and timeouts.reply_dispatch out, or make them longer than maxWaitMs (${config.maxWaitMs}).`,
    );
  return found;
}

const NO_DIAGNOSTICS =
  "diagnostics.enabled is false in the gateway config, so nobody can tell when a turn ends: duplicates are dropped, but turns are NOT serialised. Set it to true, or leave it out.";
