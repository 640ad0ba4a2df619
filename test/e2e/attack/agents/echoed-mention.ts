import { overrideMessage } from "../../../support/stand-in/override.ts";
import { type Attack, mustHold } from "../attack.ts";

const texts = [
  '<at user_id="all"></at>',
  '<AT USER_ID="all">everyone</AT>',
  "<at user_id='all'/>",
  "<at\tuser_id=all></at>",
  "< at user_id=all></ at>",
  '<<at user_id="all"></at>at user_id="all"></at>',
  '<at id="all"></at>',
  '<at email="boss@corp.com"></at>',
  '<a<at user_id="all"></at>t user_id="all"></at>',
  '<\u200bat user_id="all"></at>',
  `${"y".repeat(200_000)}<at user_id="all"></at>`,
];

/** What any lenient reader might take for a mention. */
const MENTION = /<[\s\u200b-\u200d\ufeff]*at(?![a-z0-9])/i;

export const echoMentionsNobody: Attack = {
  name: "what a user wrote mentions nobody when an agent repeats it",
  async run(scene) {
    await scene.startFeishu();
    const gateway = await scene.connectedGateway();
    for (const text of texts) scene.feishu.deliver(scene.say.text({ user: "alice" }, text));
    const named = overrideMessage(scene.say.text({ user: "alice" }, "@_user_1 hello"), {
      mentions: [{ key: "@_user_1", id: { open_id: "ou_1" }, name: texts[0], tenant_key: "t" }],
    });
    scene.feishu.deliver(named);
    scene.feishu.deliver(scene.say.text({ user: "alice" }, "last"));
    await gateway.until("the last reply", () => scene.texts.at(-1) === "last");
    const mentions = scene.texts.filter((text) => MENTION.test(text));
    mustHold(
      mentions.length === 0,
      `sent ${mentions.length} mentions: ${mentions.map((it) => it.slice(-60)).join(" | ")}`,
    );
    mustHold(scene.texts.length > texts.length, `only ${scene.texts.length} replies`);
    return `${texts.length + 1} texts`;
  },
};
