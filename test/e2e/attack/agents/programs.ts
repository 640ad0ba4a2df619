import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Attack, mustHold } from "../attack.ts";
import { type Scene, SORRY } from "../scene.ts";

const TIMEOUT_MS = 1500;
const KILL_AFTER_MS = 300;
/** For a gateway that gives its turns half a second, on a busy machine. */
const END_MS = 4000;

/** Each kind of misbehaviour, by what the user writes. `leave` starts a child in a process group of its own. */
const SCRIPT = `
leave() { setsid sh -c 'echo $$ >> children; exec sleep 300' & until [ -s children ]; do sleep 0.05; done; }
case "$(cat)" in
  *'"text":"leaves"'*) leave; echo left ;;
  *'"text":"fails"'*) leave; exit 3 ;;
  *'"text":"ignores"'*) trap '' TERM INT HUP; while :; do sleep 1; done ;;
  *'"text":"forks"'*) trap '' TERM; leave; for i in 1 2 3 4 5; do (trap '' TERM; sleep 300) & done; wait ;;
  *'"text":"deaf"'*) exec 0<&-; leave; sleep 300 ;;
  *'"text":"endless"'*) exec yes ;;
  *) echo fine ;;
esac
`;

const turns: Array<[text: string, reply: string]> = [
  ["leaves", "left"],
  ["fails", SORRY],
  ["ignores", SORRY],
  ["forks", SORRY],
  ["deaf", SORRY],
  ["endless", SORRY],
  ["good", "fine"],
];

async function programmed(scene: Scene, config: object = {}) {
  await scene.startFeishu();
  const script = join(scene.folder, "agent.sh");
  await writeFile(script, SCRIPT);
  scene.onEnd(() => endChildren(scene));
  const argv = ["/bin/sh", script];
  const agent = { kind: "command", argv, timeoutMs: TIMEOUT_MS, killAfterMs: KILL_AFTER_MS };
  return scene.connectedGateway({ config: { agent, retry: { maxAttempts: 1 }, ...config } });
}

/** What the programs have left: it is in no process group that the gateway knows. */
async function endChildren({ folder }: Scene): Promise<void> {
  const pids = await readFile(join(folder, "children"), "utf8").catch(() => "");
  for (const pid of pids.split("\n").filter(Boolean)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

export const programsHoldNothing: Attack = {
  name: "a program that leaves children, is deaf, forks or never ends holds its session no longer than its time",
  async run(scene) {
    const gateway = await programmed(scene);
    const before = await gateway.rss();
    const took: string[] = [];
    for (const [text, reply] of turns) {
      const [startedAt, count] = [performance.now(), scene.texts.length];
      scene.feishu.deliver(scene.say.text({ user: "alice" }, text));
      await gateway.until(
        `reply to "${text}"`,
        () => scene.texts.length > count,
        TIMEOUT_MS + KILL_AFTER_MS + 5000,
      );
      mustHold(scene.texts.at(-1) === reply, `"${text}" was answered ${scene.texts.at(-1)?.slice(0, 100)}`);
      took.push(`${text} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    }
    const growth = (await gateway.rss()) - before;
    mustHold(growth < 150, `memory grew by ${growth.toFixed()} MB`);
    return took.join(", ");
  },
};

export const programsHoldNoEnd: Attack = {
  name: "a program that ignores SIGTERM and has left children does not keep the gateway from ending in time",
  async run(scene) {
    const shutdown = { timeoutMs: 500 };
    const agent = {
      kind: "command",
      argv: ["/bin/sh", join(scene.folder, "agent.sh")],
      killAfterMs: KILL_AFTER_MS,
    };
    const gateway = await programmed(scene, { shutdown, agent });
    scene.feishu.deliver(scene.say.text({ user: "alice" }, "forks"));
    const children = () => readFile(join(scene.folder, "children"), "utf8").catch(() => "");
    await gateway.until("child", children);
    const startedAt = performance.now();
    gateway.kill("SIGTERM");
    const code = await gateway.endWithin(END_MS);
    mustHold(code === 0, `${END_MS} ms after SIGTERM its exit code is ${code}`);
    return `ended after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  },
};

export const programsCanBeStopped: Attack = {
  name: "/stop ends a program that ignores SIGTERM and has left children",
  async run(scene) {
    const agent = {
      kind: "command",
      argv: ["/bin/sh", join(scene.folder, "agent.sh")],
      killAfterMs: KILL_AFTER_MS,
    };
    const gateway = await programmed(scene, { agent });
    scene.feishu.deliver(scene.say.text({ user: "alice" }, "forks"));
    const children = () => readFile(join(scene.folder, "children"), "utf8").catch(() => "");
    await gateway.until("child", children);
    scene.feishu.deliver(scene.say.text({ user: "alice" }, "/stop"));
    scene.feishu.deliver(scene.say.text({ user: "alice" }, "good"));
    await gateway.until("the next turn's reply", () => scene.texts.includes("fine"), 8000);
    return undefined;
  },
};
