import { type Attack, mustHold } from "../attack.ts";
import { type Answer, post, signed } from "../http.ts";

const EVENTS = 1500;
const USERS = 750;
/** Agents take their time; here it keeps this machine free for the acknowledgements, which are what is timed. */
const TURN_MS = 3000;
/** What Feishu waits for an acknowledgement. */
const ACK_MS = 3000;

export const overloadIsRefusedInTime: Attack = {
  name: "1,500 events at once are acknowledged or refused by 503 within 3 s, and what was acknowledged is answered once",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway({
      config: { agent: { kind: "echo", delayMs: TURN_MS } },
    });
    const texts = Array.from({ length: EVENTS }, (_, at) => `event ${at}`);
    const all = texts.map((text, at) => signed(scene.say.text({ user: `user ${at % USERS}` }, text)));
    const answers = await Promise.all(all.map((it) => post(url, it).catch(() => undefined)));
    const acknowledged = texts.filter((_, at) => answers[at]?.status === 200);
    const summary = summaryOf(answers);
    mustHold(
      answers.every((it) => it?.status === 200 || it?.status === 503),
      `answers: ${summary}`,
    );
    const slowest = Math.max(...answers.map((it) => it?.ms ?? 0));
    mustHold(slowest < ACK_MS, `the slowest answer took ${slowest.toFixed()} ms (${summary})`);
    await gateway.until("all replies", () => scene.texts.length >= acknowledged.length, 40_000);
    const missing = acknowledged.filter((text) => !scene.texts.includes(text));
    mustHold(missing.length === 0, `${missing.length} acknowledged events were not answered`);
    mustHold(
      scene.texts.length === acknowledged.length,
      `${scene.texts.length} answers to ${acknowledged.length}`,
    );
    return `${summary}, slowest ${slowest.toFixed()} ms`;
  },
};

function summaryOf(answers: ReadonlyArray<Answer | undefined>): string {
  const counts = Object.groupBy(answers, (it) => String(it?.status ?? "cut"));
  return Object.entries(counts)
    .map(([status, { length } = []]) => `${length} × ${status}`)
    .join(", ");
}
