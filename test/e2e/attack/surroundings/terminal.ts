import { copyFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEMO_APP } from "../../../../src/stand-in/index.ts";
import { configOf } from "../../../support/gateway/config.ts";
import { override, overrideMessage } from "../../../support/stand-in/override.ts";
import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import type { Scene } from "../scene.ts";

/** What terminals obey: a title, a cleared screen by C0 and C1, a bell, DEL, a line's end, directions. */
const EVIL = "\u001b]0;owned\u0007\u001b[2J\u009b2J\u0090q\u007f\u2028\u2029\u202e\u2066\u200fevil\r\b";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OBEYED = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const fixture = new URL("../../../../fixtures/burst.jsonl", import.meta.url);

/** Commands that print what somebody else has named. */
async function commands(scene: Scene): Promise<CliProcess[]> {
  const { folder } = scene;
  const evil = `${EVIL.replaceAll("/", "")}`;
  const path = join(folder, `${evil}.jsonl`);
  const [header = "", ...lines] = (await readFile(fixture, "utf8")).split("\n");
  const renamed = JSON.stringify({ ...JSON.parse(header), name: EVIL, about: EVIL });
  await writeFile(path, [renamed, ...lines].join("\n"));
  const broken = join(folder, `broken${evil}.jsonl`);
  await writeFile(broken, `${renamed}\n${JSON.stringify({ at: 0, [EVIL]: 1, event: { schema: EVIL } })}\n`);
  const config = join(folder, "evil.json5");
  const channels = {
    feishu: { ...Object(configOf("http://127.0.0.1:1", "")).channels.feishu, [EVIL]: EVIL },
  };
  await writeFile(
    config,
    JSON.stringify({ channels, [EVIL]: 1, agent: { kind: EVIL }, session: { dmScope: EVIL } }),
  );
  const html = join(folder, "timeline.html");
  const all = [
    ["replay", path],
    ["replay", path, "--json"],
    ["replay", path, "--html", html],
    ["replay", broken],
    ["replay", folder],
    ["replay", join(folder, `none${evil}`)],
    ["gateway", "--config", config],
    ["gateway", "--config", join(folder, `none${evil}`)],
    ["gateway", `--${evil}`],
    [evil],
    ["inbox", "list", "--file", join(folder, `none${evil}.sqlite`)],
    ["inbox", "list", "--file", path],
    ["record", "--config", config, "--out", path],
  ];
  const done: CliProcess[] = [];
  for (const args of all) done.push(await scene.command(...args));
  mustHold(((await stat(html)).mode & 0o777) === 0o600, "others can read the timeline");
  return done;
}

/** A gateway that has seen such events, and what the operators' commands show of them. */
async function inbox(scene: Scene): Promise<CliProcess[]> {
  await scene.startFeishu();
  const agent = await scene.startAgent(({ attempt }, { response }) => {
    response.writeHead(attempt === 1 ? 500 : 404, { "x-evil": "evil" });
    return EVIL;
  });
  const account = { [`a${EVIL}`]: { appId: DEMO_APP.appId, appSecret: DEMO_APP.appSecret } };
  const config = { agent: { kind: "http", url: agent.url }, log: { level: "debug" } };
  const gateway = await scene.startGateway({ config, feishu: { accounts: account } });
  await gateway.until(
    "connection or refusal",
    () => scene.feishu.connections() > 0 || gateway.stderr.length > 0,
    20_000,
  );
  if (gateway.isAlive && scene.feishu.connections() > 0) await fill(scene, gateway);
  const file = join(scene.folder, "inbox.sqlite");
  const shown = [
    ["list"],
    ["list", "--json"],
    ["show", "1"],
    ["show", "1", "--payload"],
    ["show", "1", "--payload", "--json"],
  ];
  const done = [gateway];
  for (const [verb = "", ...args] of [...shown, ["show", "2", "--payload"], ["stats"], ["retry", EVIL]])
    done.push(await scene.command("inbox", verb, ...args, "--file", file));
  return done;
}

async function fill({ feishu, say }: Scene, gateway: CliProcess): Promise<void> {
  const text = say.text({ user: "alice" }, EVIL);
  const events = [
    text,
    overrideMessage(say.text({ user: "bob" }, EVIL), { chat_id: EVIL, message_id: EVIL, thread_id: EVIL }),
    override(say.menu({ user: "cho" }, EVIL), {}, { event_type: EVIL }),
    override(say.menu({ user: "dee" }, EVIL), {}, { event_id: EVIL }),
    say.reaction({ user: "eve" }, EVIL, EVIL),
  ];
  const all = events.map((event) => feishu.deliver(event));
  await gateway.until("answers", () => all.every(({ attempts }) => attempts[0]?.outcome !== "pending"));
  await gateway.until("dead letters", () =>
    gateway.log.some(({ msg }) => String(msg).includes("dead letter")),
  );
}

export const nothingForeignIsObeyed: Attack = {
  name: "nothing that others have named or written is obeyed by a terminal: fixtures, configs, the inbox, the log",
  async run(scene) {
    await mkdir(join(scene.folder, "more"));
    await copyFile(fixture, join(scene.folder, "more", "burst.jsonl"));
    const seen = [...(await commands(scene)), ...(await inbox(scene))];
    const wrong = seen.flatMap((it) =>
      [found(it, "stdout"), found(it, "stderr")].filter((line) => line !== ""),
    );
    mustHold(wrong.length === 0, wrong.join("; "));
    const printed = seen.filter(({ stdout, stderr }) => (stdout + stderr).includes("evil")).length;
    mustHold(printed > 10, `only ${printed} of ${seen.length} have printed anything foreign`);
    return `${printed} of ${seen.length} processes printed it, visibly`;
  },
};

function found(it: CliProcess, stream: "stdout" | "stderr"): string {
  const at = it[stream].search(OBEYED);
  return at < 0
    ? ""
    : `${it.args
        .slice(0, 2)
        .map((arg) => JSON.stringify(arg))
        .join(" ")} ${stream}: ${JSON.stringify(it[stream].slice(Math.max(0, at - 60), at + 30))}`;
}
