import { setTimeout as sleep } from "node:timers/promises";

// A plugin that answers for messages itself, and does not tell the host that they have been processed.
export default {
  id: "other-plugin",
  name: "Other plugin",
  register(api) {
    api.on("reply_dispatch", async ({ ctx }, { dispatcher }) => {
      const [, label] = /(q[0-9a-f]+) \[taken over\]/.exec(ctx.RawBody ?? "") ?? [];
      if (!label) return undefined;
      await sleep(1000);
      const final = dispatcher.sendFinalReply({ text: `done ${label}` });
      return { handled: true, queuedFinal: final, counts: { tool: 0, block: 0, final: final ? 1 : 0 } };
    });
  },
};
