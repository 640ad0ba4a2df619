// A webhook in Express. In the developer console: encrypt key, and https://…/feishu as the request URL.
// npm install feishu-dispatch-dedup express @larksuiteoapi/node-sdk
import { setTimeout } from "node:timers/promises";
import { Client, Domain } from "@larksuiteoapi/node-sdk";
import express from "express";
import { dedupNodeWebhook } from "feishu-dispatch-dedup/bot";

const {
  FEISHU_APP_ID: appId = "",
  FEISHU_APP_SECRET: appSecret = "",
  FEISHU_DOMAIN: domain = Domain.Feishu,
} = process.env;
const client = new Client({ appId, appSecret, domain });

const webhook = dedupNodeWebhook(
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
  { encryptKey: process.env.FEISHU_ENCRYPT_KEY },
);

const app = express();
app.post("/feishu", webhook); // the signature is over the bytes of the body: before express.json()
app.use(express.json());
app.listen(Number(process.env.PORT ?? 3000));
