import { openPostgresInbox } from "../../../../src/inbox/postgres.ts";
import type { Adapter } from "../adapter.ts";
import { gatewayOn } from "./gateway-on.ts";

export default {
  id: "ours-postgres",
  name: "feishu-dispatch-dedup with the PostgreSQL inbox",
  heading: "ours\nPgSQL",
  packages: [],
  isOurs: true,
  setting:
    "the gateway's way of an event, from the inbox to the agent, with its defaults; but leaseMs: 6000 and graceMs: 300, so " +
    "that what a killed process had is taken over soon",
  documentedAt: "https://www.npmjs.com/package/feishu-dispatch-dedup",
  shows: "killed",
  takesClock: true,
  needsDatabase: true,
  async start(stage) {
    const { clock, database } = stage;
    if (!database) throw new Error("the PostgreSQL inbox needs a database");
    const inbox = await openPostgresInbox({ ...database, now: clock.now, leaseMs: 6000, graceMs: 300 });
    return gatewayOn(inbox, stage);
  },
} satisfies Adapter;
