import { DEMO_APP, startStandIn } from "../../../src/stand-in/index.ts";
import type { Adapter } from "./adapter.ts";
import { DiskCache } from "./disk-cache.ts";
import { requirePeer } from "./installed.ts";

export default {
  id: "lark-channel",
  name: "LarkChannel of @larksuiteoapi/node-sdk",
  heading: "Lark\nChan.",
  packages: ["@larksuiteoapi/node-sdk"],
  setting:
    "queue by chat on; no merging of messages (batch.text.delayMs: 0); no message too old (staleMessageWindowMs); " +
    "for each account a cache of its own, which is on the disk, so that what it has seen survives a restart",
  documentedAt: "https://github.com/larksuite/node-sdk/blob/main/docs/channel.md",
  shows: "in-order",
  notItsJob: {
    "shared-session": "it keeps order by chat, and has no sessions",
  },
  async start({ accounts, folder, runTurn }) {
    const { createLarkChannel, LoggerLevel } = requirePeer("@larksuiteoapi/node-sdk");
    const feishu = await startStandIn();
    const channels = new Map();
    for (const account of accounts) {
      const channel = createLarkChannel({
        ...{ appId: DEMO_APP.appId, appSecret: DEMO_APP.appSecret, domain: feishu.url },
        // The long connection would call the same dispatcher.
        transport: "webhook",
        loggerLevel: LoggerLevel.fatal,
        policy: { requireMention: false, dmMode: "open" },
        safety: { staleMessageWindowMs: Number.MAX_SAFE_INTEGER, batch: { text: { delayMs: 0 } } },
        cache: new DiskCache(`${folder}/seen-${account}.json`),
      });
      channel.on("message", ({ messageId }: { messageId: string }) => runTurn(account, [messageId]));
      await channel.connect();
      channels.set(account, channel);
    }
    await feishu.close();
    return { receive: ({ account, event }) => channels.get(account).dispatcher.invoke(event) };
  },
} satisfies Adapter;
