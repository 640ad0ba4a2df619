import { Client, DefaultCache, EventDispatcher, type Logger, WSClient } from "@larksuiteoapi/node-sdk";
import { DEMO_APP, type StandIn, type StandInApp } from "../../../src/stand-in/index.ts";

const quiet = () => {};

/** A logger that says nothing. */
export const silent: Logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };

type Handlers = Record<string, (event: Record<string, unknown>) => unknown>;

/**
 * The official API client, unchanged, for the demo app or another. Its own cache of tokens is shared by the whole process,
 * so it gets one of its own.
 */
export function sdkClient(feishu: StandIn, { appId, appSecret }: StandInApp = DEMO_APP): Client {
  return new Client({ appId, appSecret, domain: feishu.url, logger: silent, cache: new DefaultCache() });
}

/** The official long connection, unchanged; resolves once it is open. Every call of a handler is a change. */
export async function sdkConnection(feishu: StandIn, handlers: Handlers): Promise<WSClient> {
  const before = feishu.connections();
  const client = new WSClient({ ...DEMO_APP, domain: feishu.url, logger: silent });
  const eventDispatcher = new EventDispatcher({ logger: silent }).register(announced(feishu, handlers));
  await client.start({ eventDispatcher });
  await feishu.changes.until("a connection", () => feishu.connections() > before);
  return client;
}

function announced(feishu: StandIn, handlers: Handlers): Handlers {
  const entries = Object.entries(handlers).map(([type, handler]) => {
    const announce = (event: Record<string, unknown>) => {
      queueMicrotask(() => feishu.changes.emit("change"));
      return handler(event);
    };
    return [type, announce];
  });
  return Object.fromEntries(entries);
}
