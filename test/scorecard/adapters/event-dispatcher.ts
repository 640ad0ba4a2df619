import type { Adapter } from "./adapter.ts";
import { requirePeer } from "./installed.ts";

const unknown = "it calls the handler for every event that it is given, and remembers none";
const atOnce = "it calls the handlers of events at once, whatever runs";
const unacknowledged = "an event is acknowledged when its handler has ended: Feishu keeps what was cut off";

export default {
  id: "event-dispatcher",
  name: "EventDispatcher of @larksuiteoapi/node-sdk",
  heading: "Event\nDisp.",
  packages: ["@larksuiteoapi/node-sdk"],
  setting: "one for each account, a handler for messages; it has no options for order or repetitions",
  documentedAt: "https://github.com/larksuite/node-sdk#handle-events",
  shows: "side-by-side",
  notItsJob: {
    "same-event": unknown,
    "new-event-id": unknown,
    "new-message-id": unknown,
    "while-it-runs": unknown,
    "hours-later": unknown,
    "after-restart": unknown,
    "in-order": atOnce,
    "shared-session": atOnce,
    "slow-turn": atOnce,
    "new-alone": atOnce,
    killed: unacknowledged,
  },
  async start({ accounts, runTurn }) {
    const { EventDispatcher, LoggerLevel } = requirePeer("@larksuiteoapi/node-sdk");
    const dispatchers = new Map(
      accounts.map((account) => {
        const onMessage = (data: { message: { message_id: string } }) =>
          runTurn(account, [data.message.message_id]);
        const dispatcher = new EventDispatcher({ loggerLevel: LoggerLevel.fatal });
        return [account, dispatcher.register({ "im.message.receive_v1": onMessage })];
      }),
    );
    return {
      receive: ({ account, event }) =>
        dispatchers
          .get(account)
          ?.invoke(event)
          .catch(() => {}),
    };
  },
} satisfies Adapter;
