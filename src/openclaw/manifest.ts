import { z } from "zod";
import { configSchema, PLUGIN_ID } from "./config.ts";

/**
 * What stands in `openclaw.plugin.json`: the host reads it before it loads any code.
 *
 * @example
 * ```ts
 * import { pluginManifest } from "feishu-dispatch-dedup/openclaw";
 *
 * console.log(JSON.stringify(pluginManifest(), null, 2));
 * ```
 */
export function pluginManifest(): object {
  return {
    id: PLUGIN_ID,
    name: "Feishu dispatch dedup",
    description: "Every Feishu direct message runs once, every session one turn at a time.",
    activation: { onStartup: true },
    configSchema: hostSchema(),
  };
}

/** The config schema in the dialect that the host's validator knows. */
function hostSchema(): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(configSchema, { target: "draft-7", io: "input" });
  return schema;
}
