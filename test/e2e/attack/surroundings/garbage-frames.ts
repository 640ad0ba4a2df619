import { randomBytes } from "node:crypto";
import { type Attack, mustHold } from "../attack.ts";
import { soonAgain } from "../scene.ts";

/** What somebody sends on a long connection who speaks no Feishu. */
const frames: Record<string, Uint8Array> = {
  nothing: new Uint8Array(),
  zeros: new Uint8Array(100_000),
  "a length without an end": Uint8Array.of(0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f),
  "a group that never ends": new Uint8Array(50_000).fill(0x0b),
  "a number without an end": new Uint8Array(1000).fill(0xff),
  JSON: new TextEncoder().encode('{"type":"event"}'),
  "half a million random bytes": randomBytes(500_000),
  "ten megabytes": randomBytes(10_000_000),
};

export const garbageFramesEndNothing: Attack = {
  name: "garbage on the long connection ends no gateway, and events behind it are answered",
  async run(scene) {
    await scene.startFeishu({ timings: soonAgain });
    const gateway = await scene.connectedGateway();
    const before = await gateway.rss();
    for (const [what, bytes] of Object.entries(frames)) {
      for (let count = 0; count < 10; count += 1) scene.feishu.sendRaw(bytes);
      scene.feishu.deliver(scene.say.text({ user: "alice" }, what));
      await gateway.until(`reply behind ${what}`, () => scene.texts.includes(what));
    }
    const growth = (await gateway.rss()) - before;
    mustHold(growth < 300, `memory grew by ${growth.toFixed()} MB`);
    return `${Object.keys(frames).length} kinds, +${growth.toFixed()} MB`;
  },
};
