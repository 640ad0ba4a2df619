import { createDispatchDedup } from "../../../../src/index.ts";
import { messageIdOf } from "../../../../src/replay/fixture/said.ts";
import type { Adapter } from "../adapter.ts";

const inMemory = "the engine remembers in memory; what is to survive a process is the inbox's";

export default {
  id: "ours",
  name: "feishu-dispatch-dedup, the engine alone",
  heading: "ours",
  packages: [],
  isOurs: true,
  setting: "the library's engine with its defaults, and no inbox",
  documentedAt: "https://www.npmjs.com/package/feishu-dispatch-dedup",
  shows: "shared-session",
  notItsJob: { "after-restart": inMemory, killed: inMemory },
  takesClock: true,
  async start({ clock, runTurn }) {
    const dedup = createDispatchDedup({ now: clock.now, timers: clock });
    return {
      receive(delivery) {
        const { account, dispatch } = delivery;
        dedup(dispatch, ({ signal }) => runTurn(account, [messageIdOf(delivery)], signal)).catch(() => {});
      },
    };
  },
} satisfies Adapter;
