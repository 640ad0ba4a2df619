import { setTimeout as sleep } from "node:timers/promises";
import { DEMO_APP } from "../../../../src/stand-in/index.ts";
import { override } from "../../../support/stand-in/override.ts";
import { ownMessage } from "../../../support/stand-in/own-message.ts";
import { type Attack, mustHold } from "../attack.ts";
import { type Scene, soonAgain } from "../scene.ts";

/** A reaction that Feishu reports as a user's, though the bot itself gave it. */
function ownReaction({ say }: Scene) {
  const user_id = { open_id: DEMO_APP.botOpenId, user_id: "", union_id: "" };
  return override(say.reaction({ user: "bot" }, "om_1", "OK"), { user_id });
}

export const ownReactionsGetNoTurn: Attack = {
  name: "the bot's own reactions get no turn, also while its id cannot be had",
  async run(scene) {
    const feishu = await scene.startFeishu({ timings: soonAgain });
    feishu.remember(ownMessage(scene.say, { user: "alice" }, "om_1"));
    const answer = { status: 502, headers: { "content-type": "text/html" }, body: "<html>" };
    feishu.script({ path: "/open-apis/bot/v3/info", method: "GET", times: 3, answer });
    const agent = await scene.startAgent(({ text }) => text ?? "a turn for no text");
    const gateway = await scene.connectedGateway({ config: { agent: { kind: "http", url: agent.url } } });
    for (const _ of [1, 2]) feishu.deliver(ownReaction(scene));
    feishu.deliver(scene.say.text({ user: "alice" }, "meanwhile"));
    await gateway.until("reply", () => scene.texts.includes("meanwhile"));
    await sleep(4000);
    feishu.deliver(ownReaction(scene));
    feishu.deliver(scene.say.text({ user: "alice" }, "later"));
    await gateway.until("the last reply", () => scene.texts.includes("later"));
    const seen = agent.turns.map(({ text }) => text ?? "a reaction");
    mustHold(seen.join() === "meanwhile,later", `turns: ${seen.join(", ")}`);
    const human = feishu.deliver(scene.say.reaction({ user: "alice" }, "om_1", "OK"));
    await gateway.until("a person's reaction", () => agent.turns.length === 3, 20_000);
    return `a person's reaction after ${human.attempts.length} deliveries`;
  },
};
