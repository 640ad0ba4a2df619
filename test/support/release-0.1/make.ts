/**
 * Wrote `events.json`, `inbox.db` and `settled.sqlite` with release 0.1. They are what users have, and are never
 * written again: the form of an identity may change only if both forms are looked up for as long as work is remembered.
 *
 *     git checkout <release 0.1> && node test/support/release-0.1/make.ts
 */
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEvent, toDispatch } from "../../../src/feishu/index.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { readInbound } from "../../../src/openclaw/hold/inbound-message.ts";
import { Memory } from "../../../src/openclaw/settled/settled-memory.ts";
import { EventMaker, feishuId } from "../../../src/stand-in/index.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const at = Date.UTC(2026, 4, 23, 3, 37, 33);
const say = new EventMaker({ now: () => at });
const alice = { user: "alice" };
const message = feishuId("om", "of the bot");
const events = {
  text: say.text(alice, "hello"),
  post: say.message(alice, "post", { title: "", content: [[{ tag: "text", text: "hello" }]] }),
  image: say.message(alice, "image", { image_key: "img_v3_1" }),
  thread: say.text({ ...alice, thread: "plans" }, "100 %: done"),
  group: say.text({ user: "bob", chat: "team", chatType: "group" }, "hi"),
  card: say.cardAction(alice, message, { choice: "yes" }),
  reaction: say.reaction(alice, message, "THUMBSUP"),
  menu: say.menu(alice, "help:me"),
};
const hostMessage = {
  sessionKey: "agent:main:main",
  ctx: {
    ...{ MessageSid: "om_plugin", Provider: "feishu", AccountId: "default", ChatType: "direct" },
    ...{ RawBody: "hello", Timestamp: at, SenderId: "ou_1", To: "user:ou_1" },
  },
};

const kept = Object.entries(events).map(([kind, event]) => {
  const { ids, sessionKey } = toDispatch(parseEvent(event), {
    account: "support",
    dmScope: "per-channel-peer",
  });
  return { kind, event, ids, sessionKey };
});
const plugin = { event: hostMessage, ids: readInbound(hostMessage as never)?.ids ?? [] };
writeFileSync(here("events.json"), `${JSON.stringify({ kept, plugin }, undefined, 1)}\n`);

const inbox = await openSqliteInbox({ file: here("inbox.db"), now: () => at });
for (const { event, ids, sessionKey } of kept) {
  const { id } = await inbox.claim({ event, ids, sessionKey, account: "support", transport: "websocket" });
  await inbox.complete(id);
}
await inbox.close();
rmSync(here("inbox.db.lock"));

const folder = here("memory");
const memory = new Memory({ folder, ttlMs: 86_400_000, max: 1000, now: () => at, warn: console.error });
memory.add(plugin.ids);
memory.close();
copyFileSync(join(folder, "settled.sqlite"), here("settled.sqlite"));
rmSync(folder, { recursive: true });
