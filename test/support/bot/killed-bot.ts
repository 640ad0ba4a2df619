/**
 * A bot whose handler ends the process 20 ms after a "fatal" message. Beside it no "slow" one can end. Ends by itself when
 * nothing waits.
 */
import { setTimeout } from "node:timers/promises";
import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import { dedupHandlers } from "../../../src/bot/index.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { createDispatchDedup } from "../../../src/index.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { recordLog } from "../feishu/log.ts";
import { silent } from "../stand-in/clients.ts";

const [file = "", isFirst] = process.argv.slice(2);
const inbox = await openSqliteInbox({ file });
const dedup = createDispatchDedup();
let isFatal = false;
const handlers = dedupHandlers(
  {
    "im.message.receive_v1": async ({ message }) => {
      if (JSON.parse(message.content).text === "fatal") {
        isFatal = true;
        await setTimeout(20);
        process.kill(process.pid, "SIGKILL");
      }
      do await setTimeout(1);
      while (isFatal);
    },
  },
  { dedup, inbox, retry: { maxAttempts: 3 }, log: recordLog() },
);
if (isFirst) {
  const dispatcher = new EventDispatcher({ logger: silent }).register(handlers);
  const say = new EventMaker();
  await dispatcher.invoke(say.text({ user: "alice" }, "fatal"));
  await dispatcher.invoke(say.text({ user: "bob" }, "slow"));
}
while ((await inbox.stats()).pending > 0) await setTimeout(5);
await dedup.close();
await inbox.close();
