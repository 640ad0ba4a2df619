import { type Attack, mustHold } from "../attack.ts";
import { post, signed } from "../http.ts";

const LENGTH = 140_000;
/** An ordinary event of another user, while such a text is read and answered. */
const ACK_MS = 1500;

/** Texts that make a careless expression try every way to read them. */
const pieces = [
  "<",
  "< ",
  "<at ",
  "<at user_id=",
  "</",
  "<\u200b",
  "@_user_1 ",
  "@_user_1",
  "@_all",
  "@",
  " ",
  "\n",
  "\t\n ",
  "/",
  "/new ",
  "/new\u00a0",
  "\\",
  '"',
  "%",
  "$&",
  "`",
  "**",
  "[a](",
  "\u001b[",
  "\u{1f600}",
  "é",
  "\u2028",
  "({[",
];

export const longTextsBlockNobody: Attack = {
  name: "140 kB of any one thing that expressions look for blocks nobody",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway();
    let slowest = 0;
    for (const [at, piece] of pieces.entries()) {
      const text = piece.repeat(LENGTH / piece.length);
      const sent = [text, `${text}x`, `x${text}`, `/new${text}`].map((it) =>
        scene.say.text({ user: `m${at}` }, it),
      );
      const answers = [...sent, scene.say.text({ user: "alice" }, `honest ${at}`)].map((it) =>
        post(url, signed(it)),
      );
      for (const { status, ms } of await Promise.all(answers)) {
        mustHold(status === 200, `${JSON.stringify(piece)}: answered ${status}`);
        slowest = Math.max(slowest, ms);
      }
      mustHold(slowest < ACK_MS, `${JSON.stringify(piece)}: an acknowledgement took ${slowest.toFixed()} ms`);
    }
    const honest = () => scene.texts.filter((text) => text.startsWith("honest ")).length;
    await gateway.until("the honest replies", () => honest() === pieces.length, 20_000);
    return `slowest acknowledgement ${slowest.toFixed()} ms`;
  },
};
