import { channelPath, OTHER_PLUGIN } from "./folders.ts";
import type { Host } from "./hosts.ts";

/** What differs from run to run. */
export interface GatewaySettings {
  readonly host: Host;
  readonly state: string;
  readonly port: number;
  /** The Feishu stand-in, `https://…`. */
  readonly domain: string;
  /** The model stand-in. */
  readonly modelUrl: string;
  readonly dmScope: "main" | "per-channel-peer";
  /**
   * Our plugin: its config entry, and its folder unless the host has installed it. Left out: the gateway runs
   * without it.
   */
  readonly plugin?: { readonly path?: string; readonly config: object };
  /** The plugin of `other-plugin/`. @default false */
  readonly otherPlugin?: boolean;
  /** `diagnostics.enabled`. @default true */
  readonly diagnostics?: boolean;
}

/** The app of the stand-in; the hosts refuse an id of another form. */
export const APP = { appId: "cli_0123456789abcdef", appSecret: "stand-in-secret" };

/** What `openclaw gateway call` must present. */
export const TOKEN = "token-for-tests-on-loopback";

const MODEL = {
  id: "m",
  name: "m",
  reasoning: false,
  input: ["text"],
  cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  contextWindow: 128_000,
  maxTokens: 4096,
};

/** The whole `openclaw.json`: one Feishu account, one model, nothing that looks for a network. */
export function gatewayConfig(settings: GatewaySettings): object {
  const { state, modelUrl } = settings;
  const standIn = { baseUrl: modelUrl, apiKey: "none", api: "openai-completions", models: [MODEL] };
  const agent = { model: { primary: "standin/m" }, workspace: `${state}/workspace`, skipBootstrap: true };
  return {
    gateway: { mode: "local", bind: "loopback", port: settings.port, auth: { mode: "token", token: TOKEN } },
    logging: { level: "debug", file: `${state}/gateway.log` },
    discovery: { mdns: { mode: "off" } },
    update: { checkOnStart: false },
    diagnostics: { enabled: settings.diagnostics ?? true, ...settings.host.diagnostics },
    models: { mode: "replace", providers: { standin: standIn } },
    agents: { defaults: { ...agent, heartbeat: { every: "0m" } } },
    session: { dmScope: settings.dmScope },
    // A model sees every tool by its name, and may write to other sessions.
    tools: { toolSearch: false, sessions: { visibility: "all" } },
    channels: { feishu: feishuChannel(settings) },
    plugins: plugins(settings),
  };
}

function feishuChannel({ host, domain }: GatewaySettings): object {
  const open = { enabled: true, connectionMode: "websocket", dmPolicy: "open", allowFrom: ["*"] };
  return { ...APP, ...open, domain, ...(host.streaming === undefined ? {} : { streaming: host.streaming }) };
}

function plugins({ host, plugin, otherPlugin }: GatewaySettings): object {
  const ids = [
    host.channelId,
    ...(plugin ? ["feishu-dispatch-dedup"] : []),
    ...(otherPlugin ? ["other-plugin"] : []),
  ];
  const paths = [
    ...(host.install === "path" ? [channelPath(host)] : []),
    ...(plugin?.path ? [plugin.path] : []),
    ...(otherPlugin ? [OTHER_PLUGIN] : []),
  ];
  return {
    allow: ids,
    load: { paths },
    entries: {
      [host.channelId]: { enabled: true },
      ...(otherPlugin ? { "other-plugin": { enabled: true } } : {}),
      ...(plugin ? { "feishu-dispatch-dedup": { enabled: true, config: plugin.config } } : {}),
    },
  };
}
