import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configOf } from "../../../support/gateway/config.ts";
import { override, overrideMessage } from "../../../support/stand-in/override.ts";
import { type Attack, mustHold } from "../attack.ts";
import type { Scene } from "../scene.ts";

const alice = { user: "alice" };

/** Secrets of many forms; none of them, and no longer part of them, may be found in a recording. */
const secrets = [
  "zhang_sanfeng",
  "salary-john.pdf",
  "bob_smithson@corp.com",
  "13800138000",
  "P4ssw0rd-of-Bob",
  "om_but_a_name",
  "ou_smith",
  "cli_ffee",
  "Grüße an Özgür",
  "王小明的工资",
  "4111111111111111",
  "31.230416",
] as const;

/** The secret at every place that an event has, and at some that it has not. */
function eventsWith({ say }: Scene, it: string): object[] {
  const text = say.text(alice, it);
  const inObject = {
    [it]: it,
    style: it,
    host: it,
    tag: it,
    list: [it, { [it]: [it] }],
    number: Number(it) || 7,
  };
  const emoji = { reaction_type: { emoji_type: it } };
  return [
    text,
    say.text(alice, `/${it}`),
    say.text(alice, `/new ${it}`),
    say.text(alice, `@_user_1 /stop ${it} @_user_2`),
    overrideMessage(text, {
      mentions: [{ key: it, name: it, id: { open_id: it }, tenant_key: it, mentioned_type: it }],
    }),
    overrideMessage(text, { message_type: it, chat_type: it, content: it, [it]: it }),
    overrideMessage(text, { chat_id: it, message_id: it, thread_id: it, root_id: it, create_time: it }),
    override(text, {
      sender: { sender_id: { open_id: it, user_id: it, [it]: it }, sender_type: it, tenant_key: it },
    }),
    override(
      text,
      { [it]: it, __proto__: { [it]: it } },
      { tenant_key: it, [it]: it, event_id: it, create_time: it },
    ),
    say.message(alice, "file", { file_key: it, file_name: it, [it]: it }),
    say.message(alice, "post", {
      title: it,
      content: [
        [
          { tag: "text", text: it },
          { tag: it, href: it, user_name: it },
        ],
      ],
    }),
    say.message(alice, "post", { [it]: { title: it, content: [[{ tag: "a", text: it, href: it }]] } }),
    say.message(alice, "interactive", inObject),
    say.message(alice, "location", { name: it, latitude: it, longitude: Number(it) || 1 }),
    say.message(alice, it, { [it]: it }),
    say.cardAction(alice, it, inObject),
    override(say.cardAction(alice, it, inObject), {
      action: { tag: it, form_value: inObject, input_value: it, name: it },
    }),
    override(say.cardAction(alice, it, {}), { host: it, delivery_type: it, context: inObject, token: it }),
    override(say.reaction(alice, it, it), { operator_type: it, ...emoji, action_time: it }),
    say.menu({ user: it }, it),
  ];
}

/** What looks like a part of a secret: its longer words. */
const partsOf = (secret: string) => [
  secret,
  ...secret.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length >= 5),
];

export const recordingTellsNothing: Attack = {
  name: "a recording holds nothing of what people wrote, are called or own, wherever it stands",
  async run(scene) {
    const { folder } = scene;
    const feishu = await scene.startFeishu();
    const [config, out] = [join(folder, "gateway.json5"), join(folder, "out.jsonl")];
    await writeFile(config, JSON.stringify(configOf(feishu.url, "http://127.0.0.1:1")), { mode: 0o600 });
    const recorder = scene.start(["record", "--config", config, "--out", out]);
    await recorder.until("connection", () => feishu.connections() > 0);
    const all = secrets.flatMap((secret) => eventsWith(scene, secret)).map((event) => feishu.deliver(event));
    await recorder.until("acks", () => all.every(({ attempts }) => attempts[0]?.outcome !== "pending"));
    recorder.kill("SIGTERM");
    mustHold((await recorder.exit) === 0, `exit code ${await recorder.exit}: ${recorder.stderr}`);
    const recorded = await readFile(out, "utf8");
    const decoded =
      recorded +
      JSON.stringify(
        recorded
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      );
    const places = recorded + decoded + recorder.stdout + recorder.stderr;
    const found = secrets.flatMap(partsOf).filter((part) => places.includes(part));
    mustHold(
      found.length === 0,
      `found ${found.map((it) => `${it} in ${lineWith(recorded, it)}`).join("; ")}`,
    );
    mustHold(((await stat(out)).mode & 0o777) === 0o600, "others can read it");
    return `${recorded.split("\n").length - 2} events of ${all.length}`;
  },
};

function lineWith(recorded: string, part: string): string {
  return (recorded.split("\n").find((line) => line.includes(part)) ?? "the log").slice(0, 600);
}
