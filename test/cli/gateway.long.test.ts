import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { connect, feishu, folder, say, setUp } from "../support/cli/live.ts";
import { run } from "../support/cli/run.ts";
import { AgentServer, type Behaviour } from "../support/gateway/agent-server.ts";
import { configOf } from "../support/gateway/config.ts";

beforeEach(setUp);

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

test("SIGHUP ends it as SIGTERM does: its terminal was closed", async () => {
  const agent = await agentThat(() => new Promise((resolve) => setTimeout(resolve, 300, "finished")));
  const config = { ...configOf(feishu.url, agent.url), shutdown: { timeoutMs: 20_000 } };
  const { child, ended } = await connect("gateway", config);
  feishu.deliver(say.text({ user: "alice" }, "one"));
  await feishu.changes.until("the turn", () => agent.turns.length === 1);
  child.kill("SIGHUP");
  expect(await ended).toBe(0);
  expect(feishu.messages).toHaveLength(1);
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
  // An acknowledgement that is late, as on a busy machine, brings one more delivery.
  const [, delivered] =
    /9 messages, delivered (\d+) times, 8 answers\. One was stopped\.\n$/.exec(stdout) ?? [];
  expect(Number(delivered)).toBeGreaterThanOrEqual(12);
});
