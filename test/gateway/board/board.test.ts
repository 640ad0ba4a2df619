import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Live, Way } from "../../../src/board/contract.ts";
import { TestBoard } from "../../support/gateway/board.ts";
import { startWorld } from "../../support/gateway/world.ts";

const hostile = `<img/src=x/onerror=alert(1)></script>'";--`;

test("nothing is told without the token, to another name or origin, or by a GET that should act", async () => {
  const world = await startWorld();
  const board = await TestBoard.of(world);
  const status = async (path: string, ...ask: Parameters<TestBoard["ask"]>[1][]) =>
    (await board.ask(path, ask[0])).status;
  const privates = ["live", "stream", "way?row=1", "rows?session=s", "dead", "record"].map(
    (it) => `/board/${it}`,
  );
  for (const path of privates) {
    expect([path, await status(path, { headers: { authorization: undefined } })]).toEqual([path, 401]);
    expect([path, await status(path, { headers: { host: "evil.example" } })]).toEqual([path, 403]);
    expect([path, await status(path, { headers: { origin: "http://evil.example" } })]).toEqual([path, 403]);
    expect([path, await status(path, { method: "POST", body: {} })]).toEqual([path, 405]);
  }
  for (const path of ["ticket", "preview", "act", "fixture"].map((it) => `/board/${it}`)) {
    expect([path, await status(path)]).toEqual([path, 405]);
    const body = { action: "cancel", rows: [1] };
    expect(await status(path, { method: "POST", body, headers: { authorization: undefined } })).toBe(401);
    expect(await status(path, { method: "POST", body, headers: { "content-type": "text/plain" } })).toBe(415);
  }
  expect(await status("/", { headers: { host: "evil.example" } })).toBe(403);
  expect(await status("/board/live?limit=x")).toBe(400);
  expect(await status("/board/live?nonsense=1")).toBe(400);
});

test("the page holds nothing private, and its policy lets nothing else run or be asked", async () => {
  const world = await startWorld();
  const board = await TestBoard.of(world);
  const page = await board.ask("/", { headers: { authorization: undefined } });
  expect([page.status, page.headers["x-frame-options"], page.headers["cache-control"]]).toEqual([
    200,
    "DENY",
    "no-store",
  ]);
  const policy = String(page.headers["content-security-policy"]);
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self';/,
  );
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(page.body).not.toContain(board.pass.token);
  expect(await board.ask("/healthz")).toMatchObject({ status: 200 });
});

test("a ticket lets one browser in, and no log holds the token", async () => {
  const world = await startWorld();
  const board = await TestBoard.of(world);
  const { ticket } = await board.post<{ ticket: string }>("/board/ticket", {});
  const enter = () =>
    board.ask("/board/enter", { method: "POST", body: { ticket }, headers: { authorization: undefined } });
  expect(JSON.parse((await enter()).body)).toEqual({ token: board.pass.token });
  expect((await enter()).status).toBe(400);
  await board.ask(`/board/live?filter=${board.pass.token}`);
  expect(JSON.stringify(world.log)).not.toContain(board.pass.token);
  expect((await stat(join(world.folder, "inbox.sqlite.board.json"))).mode & 0o777).toBe(0o600);
});

test("what people write is in none of it, and hostile names come as they are, in JSON", async () => {
  const world = await startWorld({
    behave: ({ text = "" }) => (text === "/new" ? "new" : new Promise(() => {})),
  });
  const board = await TestBoard.of(world);
  const messageId = `om_${hostile}`;
  for (const text of ["a secret", "/new", "another secret"]) {
    const event = world.say.text({ user: "alice" }, text);
    Object.assign((event as { event: { message: object } }).event.message, {
      message_id: `${messageId}${text.length}`,
    });
    world.feishu.deliver(event);
    await world.until("it came", () =>
      world.facts.some((fact) => fact.type === "received" && fact.messageId === `${messageId}${text.length}`),
    );
  }
  await world.until("a turn", () => world.agent.turns.length === 1);
  const live = await board.get<Live>("/board/live");
  const [row] = live.sessions.rows;
  expect(row).toMatchObject({ waiting: 2, running: { messageId: `${messageId}8` } });
  const { body } = await board.ask(`/board/live?session=${encodeURIComponent(row?.key ?? "")}`);
  const { detail } = JSON.parse(body) as Live;
  expect(detail?.messages.map(({ command, place, why }) => [command, place, why?.code])).toEqual([
    [undefined, undefined, undefined],
    ["/new", 1, "turn"],
    [undefined, 2, "barrier"],
  ]);
  const way = await board.get<Way>(`/board/way?row=${detail?.messages[0]?.row}`);
  expect(way.facts.map(({ type }) => type)).toEqual(["received", "acknowledged", "started"]);
  expect(way.chart?.panels[0]?.turns.map(({ status }) => status)).toEqual(["running", "waiting", "waiting"]);
  const { fixture } = await board.post<{ fixture: string }>("/board/fixture", {
    rows: detail?.messages.map((message) => message.row),
  });
  for (const said of [body, JSON.stringify(way), fixture]) expect(said).not.toContain("secret");
  expect(fixture.trimEnd().split("\n")).toHaveLength(4);
  expect(fixture).not.toContain("img/src");
});

test("the stream tells what has changed, and ends with the gateway", async () => {
  const world = await startWorld({ behave: () => new Promise(() => {}) });
  const board = await TestBoard.of(world);
  const headers = { authorization: `Bearer ${board.pass.token}` };
  const response = await fetch(`${board.pass.url}/board/stream`, { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const heard = async (what: string) => {
    while (!text.includes(what)) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error(`the stream ended without ${what}`);
      text += value;
    }
  };
  await heard('"sessions":0');
  world.feishu.deliver(world.say.text({ user: "alice" }, "hi"));
  await heard('"running":1');
  await world.gateway.close();
  await expect(heard("for ever")).rejects.toThrow("the stream ended");
});

test("there is no board where the config says so, nor where others could reach it", async () => {
  const world = await startWorld({ config: { board: false } });
  expect((await fetch(`${world.gateway.addresses.health}/`)).status).toBe(404);
  await expect(TestBoard.of(world)).rejects.toMatchObject({ code: "ERR_NO_GATEWAY" });
  await world.gateway.close();
  const open = { health: { host: "0.0.0.0", port: 0 } };
  await expect(world.restart({ config: { ...open, board: {} } })).rejects.toMatchObject({
    code: "ERR_INVALID_CONFIG",
    message: /gateway\.json5: health: expected with a board, an address of this machine alone/,
  });
  const gateway = await world.restart({ config: { ...open, board: undefined } });
  const port = new URL(gateway.addresses.health ?? "").port;
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});
