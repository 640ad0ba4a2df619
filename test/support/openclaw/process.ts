import type { HostApi } from "../../../src/openclaw/host/host.ts";
import { pluginManifest } from "../../../src/openclaw/manifest.ts";

type GatewayMethod = Parameters<NonNullable<HostApi["registerGatewayMethod"]>>[1];

/** A gateway method as a function: it returns what the method responds. */
export function answering(handler: GatewayMethod): (params: object) => unknown {
  return (params) => {
    let answer: unknown;
    const respond = (ok: boolean, payload?: unknown, error?: unknown) => {
      answer = ok ? payload : error;
    };
    handler({ params: { ...params }, respond });
    return answer;
  };
}

/** Hosts fill in what the manifest's schema says before the plugin sees its config. */
export function withDefaults(pluginConfig: unknown): object {
  const properties: Array<[string, { default?: unknown }]> = Object.entries(
    JSON.parse(JSON.stringify(pluginManifest())).configSchema.properties,
  );
  const defaults = properties.filter(([, schema]) => schema.default !== undefined);
  return {
    ...Object.fromEntries(defaults.map(([key, schema]) => [key, schema.default])),
    ...Object(pluginConfig),
  };
}

/** Takes away what the instances of the plugin share, as the end of the process does. */
export function endProcess(): void {
  Reflect.deleteProperty(globalThis, Symbol.for("feishu-dispatch-dedup/openclaw/3"));
}
