import { type Attack, mustHold } from "../attack.ts";
import { post, signed } from "../http.ts";

export const logReaderMayLeave: Attack = {
  name: "whoever reads the log may go away: the gateway goes on",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway();
    gateway.stopReading();
    for (const text of ["one", "two", "three"]) {
      const { status } = await post(url, signed(scene.say.text({ user: "alice" }, text)));
      mustHold(status === 200, `an event was answered ${status}`);
    }
    await gateway.until("replies", () => scene.texts.length === 3);
    gateway.kill("SIGTERM");
    const code = await gateway.endWithin(4000);
    mustHold(code === 0, `exit code after SIGTERM: ${code}`);
    return undefined;
  },
};
