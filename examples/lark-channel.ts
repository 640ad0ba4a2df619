// A bot with the official SDK's LarkChannel.
// npm install feishu-dispatch-dedup @larksuiteoapi/node-sdk
import { setTimeout } from "node:timers/promises";
import { createLarkChannel, Domain } from "@larksuiteoapi/node-sdk";
import { channelOptions, dedupChannel } from "feishu-dispatch-dedup/bot";

const {
  FEISHU_APP_ID: appId = "",
  FEISHU_APP_SECRET: appSecret = "",
  FEISHU_DOMAIN: domain = Domain.Feishu,
} = process.env;
const channel = createLarkChannel({ appId, appSecret, domain, ...channelOptions });

dedupChannel(channel, {
  message: async ({ chatId, content }, { signal }) => {
    // Where your agent thinks: as many ms as the message says. Write 3000, and 10 right behind it.
    await setTimeout(Number(content) || 0, undefined, { signal });
    await channel.send(chatId, { text: `You said: ${content}` });
  },
});
await channel.connect();
