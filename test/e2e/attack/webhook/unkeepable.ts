import { override, overrideMessage } from "../../../support/stand-in/override.ts";
import { ownMessage } from "../../../support/stand-in/own-message.ts";
import { type Attack, mustHold } from "../attack.ts";
import { post, signed } from "../http.ts";
import type { Scene } from "../scene.ts";

const alice = { user: "alice" };
const DEEP = '"DEEP"';

/** Signed events that no inbox can keep, as JSON. */
function unkeepable({ say }: Scene): Record<string, string> {
  const emoji = (emoji_type: string) =>
    override(say.reaction(alice, "om_1", "OK"), { reaction_type: { emoji_type } });
  const chat = (chat_id: string) => overrideMessage(say.text(alice, "hello"), { chat_id });
  const extra = (where: object) => JSON.stringify(where);
  const nested = (open: string, close: string) => `${open.repeat(100_000)}1${close.repeat(100_000)}`;
  const deep = (json: string, levels: string) => json.replace(DEEP, () => levels);
  return {
    "NUL in an emoji": JSON.stringify(emoji("a\0b")),
    "NUL in a menu": JSON.stringify(say.menu(alice, "a\0b")),
    "a lone surrogate in an emoji": JSON.stringify(emoji("a\ud800b")),
    "a lone surrogate in a menu": JSON.stringify(say.menu(alice, "\udfff")),
    "1,025 characters in an emoji": JSON.stringify(emoji("x".repeat(1025))),
    "1,025 characters in a menu": JSON.stringify(say.menu(alice, "x".repeat(1025))),
    "NUL in a chat's id": JSON.stringify(chat("oc_\0")),
    "20,000 characters in a chat's id": JSON.stringify(chat(`oc_${"x".repeat(20_000)}`)),
    "NUL in an event's id": JSON.stringify(override(say.text(alice, "hello"), {}, { event_id: "a\0b" })),
    "100,000 lists in each other": deep(
      extra(override(say.text(alice, "hello"), { extra: "DEEP" })),
      nested("[", "]"),
    ),
    "100,000 objects in each other": deep(
      extra(override(say.text(alice, "hello"), { extra: "DEEP" })),
      nested('{"a":', "}"),
    ),
    "100,000 lists in a card's value": deep(
      extra(say.cardAction(alice, "om_1", { a: "DEEP" })),
      nested("[", "]"),
    ),
  };
}

export const unkeepableIsMalformed: Attack = {
  name: "a signed event that can never be kept is malformed, once, and the process lives",
  async run(scene) {
    const feishu = await scene.startFeishu();
    feishu.remember(ownMessage(scene.say, alice, "om_1"));
    const { gateway, url } = await scene.webhookGateway();
    const wrong: string[] = [];
    const events = Object.entries(unkeepable(scene));
    for (const [what, body] of events) {
      const { status } = await post(url, signed(body));
      if (status !== 400) wrong.push(`${what}: ${status}`);
    }
    mustHold(gateway.isAlive, "the process has ended");
    mustHold(wrong.length === 0, wrong.join(", "));
    const { status } = await post(url, signed(scene.say.text(alice, "hello")));
    mustHold(status === 200, `an honest event behind them was answered ${status}`);
    await gateway.until("reply", () => scene.texts.length > 0);
    mustHold(scene.texts.join() === "hello", `replies: ${scene.texts.join(", ").slice(0, 200)}`);
    return `${events.length} events`;
  },
};
