import { link, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Attack, mustHold } from "../attack.ts";
import { type Scene, soonAgain } from "../scene.ts";

/** Ways to come into the inbox of a gateway that runs, in folders of their own. */
const ways: Record<string, (from: string, to: string) => Promise<void>> = {
  "with nothing changed": async (from, to) => symlink(from, to),
  "after the lock was deleted": async (from, to) => {
    await rm(`${from}.lock`);
    await symlink(from, to);
  },
  "by a hard link": (from, to) => link(from, to),
  "by a hard link, after the lock was deleted": async (from, to) => {
    await rm(`${from}.lock`, { force: true });
    await link(from, to);
  },
};

async function tryIn(scene: Scene, what: string, way: (from: string, to: string) => Promise<void>) {
  const folder = join(scene.folder, what.replaceAll(/\W/g, "-"));
  await mkdir(folder);
  await way(join(scene.folder, "inbox.sqlite"), join(folder, "inbox.sqlite"));
  const second = await scene.startGateway({ folder });
  const code = await second.endWithin(15_000);
  const connections = scene.feishu.connections();
  second.kill("SIGKILL");
  await second.exit;
  return code === 2 ? undefined : `${what}: exit code ${code}, ${connections} connections`;
}

export const secondGatewayIsRefused: Attack = {
  name: "a second gateway is refused: beside a deleted lock, by a hard link, by a symbolic link",
  async run(scene) {
    await scene.startFeishu({ timings: soonAgain });
    const first = await scene.connectedGateway();
    const wrong: string[] = [];
    for (const [what, way] of Object.entries(ways)) {
      const seen = await tryIn(scene, what, way);
      if (seen) wrong.push(seen);
    }
    mustHold(wrong.length === 0, wrong.join("; "));
    const stats = await scene.command("inbox", "stats", "--file", join(scene.folder, "inbox.sqlite"));
    mustHold((await stats.exit) === 0, `inbox stats beside it: ${stats.stderr}`);
    scene.feishu.deliver(scene.say.text({ user: "alice" }, "still there"));
    await first.until("reply", () => scene.texts.includes("still there"));
    return `${Object.keys(ways).length} ways`;
  },
};
