// A bot that loses nothing: what Feishu was told is taken is on the disk, also after kill -9, and runs in order.
// npm install feishu-dispatch-dedup @larksuiteoapi/node-sdk
import { setTimeout } from "node:timers/promises";
import { Client, Domain, EventDispatcher, WSClient } from "@larksuiteoapi/node-sdk";
import { createDispatchDedup } from "feishu-dispatch-dedup";
import { dedupHandlers } from "feishu-dispatch-dedup/bot";
import { openSqliteInbox } from "feishu-dispatch-dedup/inbox/sqlite";

const {
  FEISHU_APP_ID: appId = "",
  FEISHU_APP_SECRET: appSecret = "",
  FEISHU_DOMAIN: domain = Domain.Feishu,
} = process.env;
const client = new Client({ appId, appSecret, domain });
const connection = new WSClient({ appId, appSecret, domain });
const dedup = createDispatchDedup();
const inbox = await openSqliteInbox({ file: "inbox.db" });

const handlers = dedupHandlers(
  {
    "im.message.receive_v1": async ({ message }, { dispatch, signal }) => {
      // Where your agent thinks: as many ms as the message says. Write 3000, and 10 right behind it.
      await setTimeout(Number(dispatch.text) || 0, undefined, { signal });
      const content = JSON.stringify({ text: `You said: ${dispatch.text}` });
      await client.im.v1.message.reply({
        path: { message_id: message.message_id },
        // With a uuid Feishu shows the answer once, though after a crash it may be sent again.
        data: { msg_type: "text", content, uuid: message.message_id },
      });
    },
  },
  { dedup, inbox },
);
await connection.start({ eventDispatcher: new EventDispatcher({}).register(handlers) });

process.once("SIGTERM", async () => {
  connection.close();
  await dedup.close({ timeoutMs: 20_000 }); // what runs may finish; what waits is kept
  await inbox.close();
  process.exit();
});
