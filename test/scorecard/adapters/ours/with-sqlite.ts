import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";
import type { Adapter } from "../adapter.ts";
import { gatewayOn } from "./gateway-on.ts";

export default {
  id: "ours-sqlite",
  name: "feishu-dispatch-dedup with the SQLite inbox",
  heading: "ours\nSQLite",
  packages: [],
  isOurs: true,
  setting: "the gateway's way of an event, from the inbox to the agent, with its defaults",
  documentedAt: "https://www.npmjs.com/package/feishu-dispatch-dedup",
  shows: "killed",
  takesClock: true,
  async start(stage) {
    const { clock, folder } = stage;
    const inbox = await openSqliteInbox({ file: `${folder}/inbox.db`, now: clock.now });
    return gatewayOn(inbox, stage);
  },
} satisfies Adapter;
