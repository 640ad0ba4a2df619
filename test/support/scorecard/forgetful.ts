import type { Adapter } from "../../scorecard/adapters/adapter.ts";
import engineAlone from "../../scorecard/adapters/ours/engine-alone.ts";

let count = 0;

/** This project's engine, broken: whatever comes is new to it. */
export default {
  ...engineAlone,
  id: "forgetful",
  async start(stage) {
    const bot = await engineAlone.start(stage);
    return {
      receive: (delivery) =>
        bot.receive({ ...delivery, dispatch: { ...delivery.dispatch, ids: [`message:${count++}`] } }),
    };
  },
} satisfies Adapter;
