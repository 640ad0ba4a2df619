import { existsSync } from "node:fs";
import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Live, Way } from "../../../src/board/contract.ts";
import { passFileIn } from "../../../src/openclaw/board/entrance.ts";
import { TestBoard } from "../../support/gateway/board.ts";
import { boardOf } from "../../support/openclaw/board.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";
import { listen } from "../../support/openclaw/http.ts";
import { endProcess } from "../../support/openclaw/process.ts";

const MAIN = "agent:main:main";

/** A turn that runs, /new and a message behind it, and a duplicate of the first. */
async function busy(config: object = {}) {
  const host = new FakeHost().load(config);
  const board = await boardOf(host);
  const first = await host.send({ id: "om_1", text: "a secret" });
  await host.pass(7_000);
  await host.send({ id: "om_2", text: "/new" });
  await host.pass(5_000);
  await host.send({ id: "om_3" });
  await host.send({ id: "om_4", text: "a secret", at: Number(first.message.Timestamp) });
  return { host, board, first };
}

test("the host serves the page behind the board's own door", async () => {
  const { host, board } = await busy();
  expect(host.routes).toMatchObject([
    { path: "/plugins/feishu-dispatch-dedup", match: "prefix", auth: "plugin" },
  ]);
  expect((await stat(passFileIn(host.folder))).mode & 0o777).toBe(0o600);
  const status = async (...ask: Parameters<typeof board.ask>) => (await board.ask(...ask)).status;
  const nobody = { authorization: undefined };
  for (const path of ["live", "stream", "way?row=1", "rows?session=s"].map((it) => `/board/${it}`)) {
    expect([path, await status(path, { headers: nobody })]).toEqual([path, 401]);
    expect([path, await status(path, { headers: { host: "evil.example" } })]).toEqual([path, 403]);
    expect([path, await status(path, { headers: { origin: "http://evil.example" } })]).toEqual([path, 403]);
  }
  for (const path of ["/board/dead", "/board/fixture", "/board/record", "/other", "//"])
    expect([path, await status(path)]).toEqual([path, 404]);
  const page = await board.ask("/", { headers: nobody });
  expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(page.body).not.toContain(board.pass.token);
  const { ticket } = await board.post<{ ticket: string }>("/board/ticket", {});
  const enter = () => board.ask("/board/enter", { method: "POST", body: { ticket }, headers: nobody });
  expect(JSON.parse((await enter()).body)).toEqual({ token: board.pass.token });
  expect((await enter()).status).toBe(400);
  expect(host.logged.join("\n")).not.toContain(board.pass.token);
});

test("it shows what runs, who waits for what, and what was not run; nothing that people wrote", async () => {
  const { board } = await busy();
  const { body } = await board.ask(`/board/live?session=${MAIN}`);
  const live = JSON.parse(body) as Live;
  expect(live).toMatchObject({ actions: false, offers: [], totals: { running: 1, waiting: 2, sessions: 1 } });
  expect(live.sessions.rows).toMatchObject([
    { key: MAIN, waiting: 2, running: { row: 1 }, why: { code: "turn", row: 1 } },
  ]);
  expect(live.now - (live.sessions.rows[0]?.running?.startedAt ?? 0)).toBe(12_000);
  expect(
    live.detail?.messages.map(({ row, messageId, place, why }) => [row, messageId, place, why?.code]),
  ).toEqual([
    [1, "om_1", undefined, undefined],
    [2, "om_2", 1, "turn"],
    [3, "om_3", 2, "barrier"],
  ]);
  const [repeated] = live.notRun.rows;
  expect(repeated).toMatchObject({
    why: "in-progress",
    row: 1,
    messageId: "om_4",
    account: "feishu/default",
  });
  expect(repeated?.by).toMatch(/^content:/);
  const way = await board.get<Way>("/board/way?row=3");
  expect(way.facts).toMatchObject([
    { type: "received", transport: "host", claim: "accepted", kind: "ordinary" },
    { type: "waiting", why: "session", place: 2, behind: 1 },
  ]);
  expect(body + JSON.stringify(way)).not.toContain("secret");
});

test.each([
  [{}, "completed"],
  [{ outcome: "error" }, "dead"],
  [{ outcome: "completed", reason: "reply_operation_aborted" }, "stopped"],
])("a turn that ends as %j is over as %s, and the next one runs", async (end, outcome) => {
  const { board, first, host } = await busy();
  await first.finish(end);
  await host.pass(1_500);
  const way = await board.get<Way>("/board/way?row=1");
  expect(way.message?.outcome).toBe(outcome);
  expect((await board.get<Live>("/board/live")).sessions.rows[0]).toMatchObject({ running: { row: 2 } });
});

test("what was done before is shown with its row, or without one where it is from an earlier run", async () => {
  const host = new FakeHost().load();
  const done = await host.send({ id: "om_1" });
  await done.finish();
  await host.send({ id: "om_1" });
  const notRun = (await (await boardOf(host)).get<Live>("/board/live")).notRun.rows;
  expect(notRun).toMatchObject([{ why: "duplicate", row: 1, by: expect.stringMatching(/^message:/) }]);
  await host.stop();
  endProcess();
  const after = new FakeHost({}, host.folder).load();
  await after.send({ id: "om_1" });
  const later = (await (await boardOf(after)).get<Live>("/board/live")).notRun.rows;
  expect(later).toMatchObject([{ why: "duplicate", row: 0 }]);
});

test.each([
  ["expired", { maxAgeMs: 1000 }, { at: 0 }],
  ["overflow", { maxQueued: 0 }, {}],
])("what is refused as %s is told so", async (why, config, sent) => {
  const host = new FakeHost().load(config);
  const board = await boardOf(host);
  if (why === "overflow") await host.send();
  await host.send({ id: "om_9", ...sent });
  expect((await board.get<Live>("/board/live")).notRun.rows).toMatchObject([{ why, messageId: "om_9" }]);
});

test("a turn that has outrun maxHoldMs and is still run by the host hangs, once", async () => {
  const { host, board } = await busy({ maxWaitMs: 900_000, maxHoldMs: 60_000 });
  host.stillRuns = true;
  await host.pass(200_000);
  const live = await board.get<Live>("/board/live");
  expect(live.hung).toMatchObject([{ key: MAIN, running: { row: 1 } }]);
  expect(live.totals.hung).toBe(1);
});

test("all instances of the plugin have one board, which is opened once", async () => {
  const host = new FakeHost().load().load();
  const board = await boardOf(host);
  await host.send({ instance: 1 });
  const [first, second] = await Promise.all(host.routes.map((route) => listen([route])));
  for (const port of [first, second]) {
    const through = new TestBoard({ ...board.pass, url: board.pass.url.replace(/:\d+/, `:${port}`) });
    expect((await through.get<Live>("/board/live")).totals).toMatchObject({ running: 1 });
  }
});

test("with board: false there is none, nor behind TLS", async () => {
  const none = new FakeHost().load({ board: false });
  const secret = new FakeHost({ gateway: { tls: { enabled: true } } }).load();
  for (const host of [none, secret]) {
    host.start({ port: 1 });
    await host.pass(0);
    expect(host.routes).toEqual([]);
    expect(existsSync(passFileIn(host.folder))).toBe(false);
  }
});

test("a state folder that cannot be written keeps the board closed, and is told", async () => {
  const host = new FakeHost().load();
  const folder = join(host.folder, "feishu-dispatch-dedup");
  await mkdir(join(passFileIn(host.folder), "in-the-way"), { recursive: true });
  await chmod(folder, 0o700);
  const port = await listen(host.routes);
  host.start({ port });
  // A disk that is busy takes its time.
  await expect.poll(() => host.lines("warn", "the board stays closed"), { timeout: 20_000 }).toHaveLength(1);
  const url = `http://127.0.0.1:${port}/plugins/feishu-dispatch-dedup/board/live`;
  expect((await fetch(url, { headers: { authorization: "Bearer undefined" } })).status).toBe(401);
});
