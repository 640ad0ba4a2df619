import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { feishuId } from "../../src/stand-in/index.ts";
import { connect, feishu, folder, say, setUp } from "../support/cli/live.ts";
import { run } from "../support/cli/run.ts";
import { configOf } from "../support/gateway/config.ts";

beforeEach(setUp);

test("record writes what arrives as a fixture that names nobody, and replays", async () => {
  const out = join(folder, "recorded.jsonl");
  const { child, ended, stdout } = await connect(
    "record",
    configOf(feishu.url, "http://127.0.0.1:1"),
    "--out",
    out,
  );
  const alice = { user: "alice", thread: "a thread" };
  const all = [
    say.text(alice, "/new"),
    say.text(alice, "/new top secret"),
    say.text({ user: "bob" }, "top secret"),
    say.text(alice, "top secret"),
    say.text(alice, "停止"),
    say.menu({ user: "bob" }, "top secret"),
  ];
  for (const event of [...all, ...all.slice(0, 2)]) {
    const delivery = feishu.deliver(event);
    await feishu.changes.until("the ack", () => delivery.state === "acked");
  }
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(await stdout).toBe(`8 events in ${out}\n`);
  const content = await readFile(out, "utf8");
  for (const secret of ["top secret", "alice", "stand-in", feishuId("ou", "alice"), "cli_0123456789abcdef"])
    expect(content).not.toContain(secret);
  const lines = content
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line).event);
  const texts = lines.map(({ event }) => event.message && JSON.parse(event.message.content).text);
  expect(texts).toEqual([
    "/new",
    "/new text-1",
    "text-1",
    "text-1",
    "停止",
    undefined,
    "/new",
    "/new text-1",
  ]);
  const people = lines.map(({ event }) => (event.sender?.sender_id ?? event.operator.operator_id).open_id);
  expect(people.map((id) => people.indexOf(id))).toEqual([0, 0, 2, 0, 0, 2, 0, 0]);
  expect(lines[6]).toEqual(lines[0]);
  const replayed = await run("replay", out, "--json");
  expect(replayed.code).toBe(0);
  const [{ events, with: guarded }] = JSON.parse(replayed.stdout).fixtures;
  expect([events, guarded.outcomes.completed]).toEqual([8, 6]);
});

test("record overwrites nothing", async () => {
  const out = join(folder, "there.jsonl");
  await writeFile(out, "mine");
  const file = join(folder, "gateway.json5");
  await writeFile(file, JSON.stringify(configOf(feishu.url, "http://127.0.0.1:1")));
  const { code, stderr } = await run("record", "--config", file, "--out", out);
  expect([code, stderr]).toEqual([2, `feishu-dispatch-dedup: ${out}: cannot create the fixture (EEXIST)\n`]);
  expect(await readFile(out, "utf8")).toBe("mine");
});
