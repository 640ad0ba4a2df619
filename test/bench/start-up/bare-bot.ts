/** The least bot that there is: the official SDK, and an echo. Without order, and without a memory of what it has answered. */
import { Client, EventDispatcher, LoggerLevel, WSClient } from "@larksuiteoapi/node-sdk";

const [, , domain = "", appId = "", appSecret = ""] = process.argv;
const loggerLevel = LoggerLevel.error;
const client = new Client({ appId, appSecret, domain, loggerLevel });
const eventDispatcher = new EventDispatcher({ loggerLevel }).register({
  "im.message.receive_v1": async ({ message }) => {
    const data = { msg_type: "text", content: message.content };
    await client.im.message.reply({ path: { message_id: message.message_id }, data });
  },
});
process.on("SIGTERM", () => process.exit());
await new WSClient({ appId, appSecret, domain, loggerLevel }).start({ eventDispatcher });
