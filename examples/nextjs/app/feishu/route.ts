// A webhook in Next.js, on a server of its own (`next start`): functions that are frozen once they have answered cannot
// go on thinking. In the developer console: encrypt key, and https://…/feishu as the request URL.
// npm install feishu-dispatch-dedup @larksuiteoapi/node-sdk
import { setTimeout } from "node:timers/promises";
import { Client, Domain } from "@larksuiteoapi/node-sdk";
import { dedupWebhook } from "feishu-dispatch-dedup/bot";

const {
  FEISHU_APP_ID: appId = "",
  FEISHU_APP_SECRET: appSecret = "",
  FEISHU_DOMAIN: domain = Domain.Feishu,
} = process.env;
const client = new Client({ appId, appSecret, domain });

export const POST = dedupWebhook(
  {
    "im.message.receive_v1": async ({ message }, { dispatch, signal }) => {
      // Where your agent thinks: as many ms as the message says. Write 3000, and 10 right behind it.
      await setTimeout(Number(dispatch.text) || 0, undefined, { signal });
      const content = JSON.stringify({ text: `You said: ${dispatch.text}` });
      await client.im.v1.message.reply({
        path: { message_id: message.message_id },
        data: { msg_type: "text", content },
      });
    },
  },
  // `next build` loads this file, too, where there are no secrets.
  { encryptKey: process.env.FEISHU_ENCRYPT_KEY ?? "only while it is built" },
);
