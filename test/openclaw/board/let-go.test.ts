import { expect, test } from "vitest";
import type { Live, Plan, Way } from "../../../src/board/contract.ts";
import { boardOf } from "../../support/openclaw/board.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const release = { action: "release", rows: [1, 2] };

async function busy(config: object) {
  const host = new FakeHost().load(config);
  const board = await boardOf(host);
  await host.send();
  const next = await host.send();
  return { host, board, next };
}

test("a session goes on without its turn when the config lets operators say so, as the preview said", async () => {
  const { host, board, next } = await busy({ board: { actions: true } });
  const plan = await board.post<Plan>("/board/preview", release);
  expect(plan).toEqual({ action: "release", stop: [], letGo: [1], drop: [], putBack: [], gone: [2] });
  expect(next.running).toBe(false);
  expect(await board.post("/board/act", release)).toEqual(plan);
  await host.pass(0);
  expect(next.running).toBe(true);
  expect(host.lines("warn", "let go by an operator")).toHaveLength(1);
  const way = await board.get<Way>("/board/way?row=1");
  expect(way.facts.slice(-2)).toMatchObject([
    { type: "cancelled", by: "operator" },
    { type: "ended", outcome: "gone" },
  ]);
  expect((await board.get<Live>("/board/live")).sessions.rows[0]).toMatchObject({ running: { row: 2 } });
});

test("without that it is refused, and nothing else can be done at all", async () => {
  const { board, next } = await busy({});
  const refused = await board.ask("/board/act", { method: "POST", body: release });
  expect([refused.status, JSON.parse(refused.body).code]).toEqual([400, "ERR_READ_ONLY"]);
  expect(next.running).toBe(false);
  const body = { action: "cancel", rows: [1] };
  const other = await board.ask("/board/preview", { method: "POST", body });
  expect([other.status, JSON.parse(other.body).code]).toEqual([400, "ERR_BAD_REQUEST"]);
});
