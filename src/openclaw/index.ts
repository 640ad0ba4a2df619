export { configSchema, PLUGIN_ID, type PluginConfig, readConfig } from "./config.ts";
export type { HostApi } from "./host/host.ts";
export { pluginManifest } from "./manifest.ts";
export type { Status } from "./operators.ts";
export { type HostModules, register } from "./register.ts";
