import { setTimeout as sleep } from "node:timers/promises";
import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import { keepAlive, post, type RawConnection, rawConnection, signed } from "../http.ts";
import type { Scene } from "../scene.ts";

const DESCRIPTORS = 90;
const HELD_MS = 2500;

/** Opens connections until the process can open nothing any more. */
async function exhaust(scene: Scene, gateway: CliProcess, url: string): Promise<RawConnection[]> {
  const held: RawConnection[] = [];
  scene.onEnd(() => {
    for (const { socket } of held) socket.destroy();
  });
  for (let count = 0; count < 2 * DESCRIPTORS; count += 1) held.push(rawConnection(url));
  await gateway.until("want of descriptors", async () => (await gateway.descriptors()) >= DESCRIPTORS - 1);
  return held;
}

/** @param agent of the config */
function withoutDescriptors(name: string, agent: (scene: Scene) => Promise<object>): Attack {
  return {
    name,
    async run(scene) {
      await scene.startFeishu();
      const retry = { maxAttempts: 1000, firstDelayMs: 200, maxDelayMs: 500 };
      const config = { agent: await agent(scene), retry };
      const { gateway, url } = await scene.webhookGateway({ config, descriptors: DESCRIPTORS });
      const open = keepAlive();
      scene.onEnd(() => open.destroy());
      const say = (text: string) => post(url, signed(scene.say.text({ user: "alice" }, text)), open);
      await say("before");
      await gateway.until("the first reply", () => scene.texts.length === 1);
      const held = await exhaust(scene, gateway, url);
      const { status } = await say("meanwhile");
      await sleep(HELD_MS);
      mustHold(gateway.isAlive, `the process ended: ${gateway.stderr.slice(-300)}`);
      for (const { socket } of held) socket.destroy();
      if (status !== 200) await say("meanwhile");
      await gateway.until("the reply", () => scene.texts.length >= 2, 20_000);
      await say("after");
      await gateway.until("the last reply", () => scene.texts.length >= 3, 20_000);
      mustHold(scene.texts.join() === "before,meanwhile,after", `replies: ${scene.texts.join()}`);
      const attempts = gateway.log.filter(({ msg }) => msg === "the attempt failed and is made again").length;
      return `acknowledged by ${status}, ${attempts} failed attempts`;
    },
  };
}

const echo = ["/bin/sh", "-c", 'sed -n \'s/.*"text":"\\([a-z]*\\)".*/\\1/p\''];

export const descriptorAttacks: readonly Attack[] = [
  withoutDescriptors("without file descriptors the process lives, and a program answers later", async () => ({
    kind: "command",
    argv: echo,
  })),
  withoutDescriptors(
    "without file descriptors the process lives, and an HTTP agent answers later",
    async (scene) => {
      const { url } = await scene.startAgent(({ text }, { response }) => {
        response.setHeader("connection", "close");
        return text;
      });
      return { kind: "http", url };
    },
  ),
];
