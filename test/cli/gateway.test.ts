import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { AgentServer, type Behaviour } from "../gateway/live/agent-server.ts";
import { configOf } from "../gateway/live/config.ts";
import { EventMaker, feishuId, type StandIn, startStandIn } from "../support/feishu/index.ts";
import { exitCode, run, start } from "./support.ts";

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 40_000 });

let folder: string;
let feishu: StandIn;
const say = new EventMaker();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-gateway-"));
  feishu = await startStandIn();
  return async () => {
    await feishu.close();
    await rm(folder, { recursive: true });
  };
});

/** The command, connected. */
async function connect(command: string, config: object, ...args: string[]) {
  const file = join(folder, "gateway.json5");
  await writeFile(file, JSON.stringify(config));
  const child = start(command, "--config", file, ...args);
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = exitCode(child);
  const stdout = text(child.stdout);
  const stderr = text(child.stderr);
  await feishu.changes.until("the connection", () => feishu.connections() === 1);
  return { child, ended, stdout, stderr };
}

async function agentThat(behave: Behaviour): Promise<AgentServer> {
  const agent = new AgentServer(behave, () => feishu.changes.emit("change"));
  await agent.listen();
  onTestFinished(() => agent.kill());
  return agent;
}

test("SIGTERM lets the running turn finish, leaves the rest for the next start, and exits 0", async () => {
  let finish = () => {};
  const agent = await agentThat(
    () =>
      new Promise((resolve) => {
        finish = () => resolve("finished");
      }),
  );
  const config = { ...configOf(feishu.url, agent.url), shutdown: { timeoutMs: 20_000 } };
  const { child, ended, stderr } = await connect("gateway", config);
  feishu.deliver(say.text({ user: "alice" }, "one"));
  const waiting = feishu.deliver(say.text({ user: "alice" }, "two"));
  await feishu.changes.until("the turn", () => agent.turns.length === 1 && waiting.state === "acked");
  child.kill("SIGTERM");
  await feishu.changes.until("the end of intake", () => feishu.connections() === 0);
  finish();
  expect(await ended).toBe(0);
  expect(feishu.messages.map(({ content }) => JSON.parse(content).text)).toEqual(["finished"]);
  expect(agent.turns.map(({ text }) => text)).toEqual(["one"]);
  expect(await stderr).not.toContain("stand-in-secret");
  agent.behave = ({ text, attempt }) => `${text} ${attempt}`;
  const again = await connect("gateway", config);
  await feishu.changes.until("the rest", () => feishu.messages.length === 2);
  expect(JSON.parse(feishu.messages[1]?.content ?? "")).toEqual({ text: "two 1" });
  again.child.kill("SIGINT");
  expect(await again.ended).toBe(0);
});

test("a turn that outlasts the limit is aborted, and a second signal ends at once", async () => {
  const agent = await agentThat(() => new Promise(() => {}));
  const short = await connect("gateway", { ...configOf(feishu.url, agent.url), shutdown: { timeoutMs: 50 } });
  feishu.deliver(say.text({ user: "alice" }, "one"));
  await feishu.changes.until("the turn", () => agent.turns.length === 1);
  short.child.kill("SIGTERM");
  expect(await short.ended).toBe(0);
  const long = await connect("gateway", {
    ...configOf(feishu.url, agent.url),
    shutdown: { timeoutMs: 100_000 },
  });
  await feishu.changes.until("its second attempt", () => agent.turns.length === 2);
  long.child.kill("SIGTERM");
  await feishu.changes.until("the end of intake", () => feishu.connections() === 0);
  long.child.kill("SIGTERM");
  expect(await long.ended).toBe(143);
});

test("a bad config ends with one line and exit code 2", async () => {
  const file = join(folder, "bad.json5");
  await writeFile(file, '{ channels: { feishu: { accounts: { a: { appId: "cli_1", appSecret: 7 } } } } }');
  const { code, stdout, stderr } = await run("gateway", "--config", file);
  expect([code, stdout]).toEqual([2, ""]);
  const expected =
    'channels.feishu.accounts.a.appSecret: expected a text, {"env": "NAME"} or {"file": "path"}, got 7';
  expect(stderr).toBe(`feishu-dispatch-dedup: ${file}: ${expected}\n`);
});

test("refused credentials end with one line and exit code 2", async () => {
  const file = join(folder, "gateway.json5");
  const channel = { accounts: { default: { appId: "cli_00000000000000aa", appSecret: "wrong-secret" } } };
  await writeFile(
    file,
    JSON.stringify({
      ...configOf(feishu.url, "http://127.0.0.1:1", { feishu: channel }),
      log: { level: "silent" },
    }),
  );
  const { code, stderr } = await run("gateway", "--config", file);
  expect([code, stderr]).toEqual([
    2,
    "feishu-dispatch-dedup: account default: Feishu refused the app id cli_00000000000000aa or its secret (code 514)\n",
  ]);
});

test("without a config it says what to do", async () => {
  const { code, stderr } = await run("gateway");
  expect(code).toBe(2);
  expect(stderr).toContain("--demo");
});

test("--demo plays a conversation without any account, and ends", async () => {
  const { code, stdout, stderr } = await run("gateway", "--demo");
  expect([code, stderr]).toEqual([0, ""]);
  const said = stdout.split("\n").flatMap((line) => /^ *[\d.]+ s {2}(.*)$/.exec(line)?.[1] ?? []);
  expect(said.filter((line) => line.startsWith("bot"))).toEqual(
    [
      "Hello",
      "/new",
      "What did I just start?",
      "Only once, please",
      "Did you get this?",
      "Still there?",
      "Stopped.",
      "And now?",
    ].map((text) => `bot      ${text}`),
  );
  expect(said).toContain("Feishu   delivers it again");
  expect(stdout).toMatch(/9 messages, delivered 12 times, 8 answers\. One was stopped\.\n$/);
});

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
