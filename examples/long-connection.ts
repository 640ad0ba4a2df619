// A bot with the official SDK's own long connection and handlers.
// npm install feishu-dispatch-dedup @larksuiteoapi/node-sdk
import { setTimeout } from "node:timers/promises";
import { Client, Domain, EventDispatcher, WSClient } from "@larksuiteoapi/node-sdk";
import { dedupHandlers } from "feishu-dispatch-dedup/bot";

const {
  FEISHU_APP_ID: appId = "",
  FEISHU_APP_SECRET: appSecret = "",
  FEISHU_DOMAIN: domain = Domain.Feishu,
} = process.env;
const client = new Client({ appId, appSecret, domain });

const handlers = dedupHandlers({
  "im.message.receive_v1": async ({ message }, { dispatch, signal }) => {
    // Where your agent thinks: as many ms as the message says. Write 3000, and 10 right behind it.
    await setTimeout(Number(dispatch.text) || 0, undefined, { signal });
    const content = JSON.stringify({ text: `You said: ${dispatch.text}` });
    await client.im.v1.message.reply({
      path: { message_id: message.message_id },
      data: { msg_type: "text", content },
    });
  },
});

const connection = new WSClient({ appId, appSecret, domain });
await connection.start({ eventDispatcher: new EventDispatcher({}).register(handlers) });
