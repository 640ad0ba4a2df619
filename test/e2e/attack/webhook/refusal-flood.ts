import { type Attack, mustHold } from "../attack.ts";
import { keepAlive, post, rawConnection, unsigned } from "../http.ts";

const REQUESTS = 2000;
const MOST_LINES = 50;

export const refusalsFillNoDisk: Attack = {
  name: "2,000 forged and 200 unreadable requests fill no log",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway();
    const agent = keepAlive();
    agent.maxSockets = 20;
    scene.onEnd(() => agent.destroy());
    const before = gateway.log.length;
    const bodies = Array.from({ length: REQUESTS }, (_, at) => unsigned(`{"encrypt":"${at}"}`));
    await Promise.all(bodies.map((body) => post(url, body, agent)));
    const unreadable = Array.from({ length: 200 }, () => rawConnection(url));
    for (const { socket } of unreadable) socket.write("garbage\r\n\r\n");
    await gateway.until("the end of unreadable connections", () =>
      unreadable.every(({ isClosed }) => isClosed),
    );
    gateway.kill("SIGTERM");
    mustHold((await gateway.endWithin(5000)) === 0, "it did not end in time");
    const lines = gateway.log.slice(before);
    mustHold(
      lines.length <= MOST_LINES,
      `${lines.length} lines: ${JSON.stringify(lines.at(-2)).slice(0, 200)}`,
    );
    const kinds = new Set(lines.filter(({ level }) => Number(level) >= 40).map(({ msg }) => msg));
    mustHold(kinds.size === 2, `logged: ${[...kinds].join(", ")}`);
    return `${lines.length} lines`;
  },
};
