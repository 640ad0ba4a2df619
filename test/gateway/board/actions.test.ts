import { expect, test } from "vitest";
import type { Plan } from "../../../src/board/contract.ts";
import { TestBoard } from "../../support/gateway/board.ts";
import { startWorld } from "../../support/gateway/world.ts";

const actions = { board: { actions: true } };

/** A world in which Alice's first message runs for ever, and others wait behind it. */
async function busyWorld(config: Record<string, unknown> = actions) {
  const world = await startWorld({
    config,
    behave: ({ text = "" }) => (text.startsWith("long") ? new Promise(() => {}) : `re: ${text}`),
  });
  const board = await TestBoard.of(world);
  for (const text of ["long", "two", "three"]) {
    world.feishu.deliver(world.say.text({ user: "alice" }, text));
    await world.until(
      "it came",
      () =>
        world.facts.filter(({ type }) => type === "received").length >=
        ["long", "two", "three"].indexOf(text) + 1,
    );
  }
  await world.until("the turn", () => world.agent.turns.length === 1);
  const [received] = world.facts.filter((fact) => fact.type === "received");
  const session = encodeURIComponent(received?.sessionKey ?? "");
  const rows = async () => (await board.get<{ rows: number[] }>(`/board/rows?session=${session}`)).rows;
  return { world, board, rows };
}

const outcomesOf = (facts: readonly object[]) =>
  facts.flatMap((fact) => ("outcome" in fact && "row" in fact ? [[fact.row, fact.outcome]] : []));

test("cancelling a session does what its preview said: the turn stops, and nobody else gets one", async () => {
  const { world, board, rows } = await busyWorld();
  const [first, ...others] = await rows();
  const order = { action: "cancel", rows: [first, ...others] };
  const plan = await board.post<Plan>("/board/preview", order);
  expect(plan).toEqual({ action: "cancel", stop: [first], drop: others, putBack: [], gone: [] });
  expect(world.agent.turns[0]?.aborted).toBe(false);
  expect(await board.post("/board/act", order)).toEqual(plan);
  await world.until("all ended", () => outcomesOf(world.facts).length === 3);
  expect(outcomesOf(world.facts).sort()).toEqual([
    [first, "stopped"],
    ...others.map((row) => [row, "cancelled"]),
  ]);
  expect(world.agent.turns.map(({ text }) => text)).toEqual(["long"]);
  expect(world.facts.flatMap((fact) => (fact.type === "cancelled" ? [fact.by] : []))).toEqual(
    Array(3).fill("operator"),
  );
  expect(await board.post("/board/act", order)).toMatchObject({
    stop: [],
    drop: [],
    gone: [first, ...others],
  });
});

test("releasing a session stops its turn, and what waits goes on in order", async () => {
  const { world, board, rows } = await busyWorld();
  const [first, ...others] = await rows();
  const order = { action: "release", rows: [first, ...others] };
  const plan = await board.post<Plan>("/board/preview", order);
  expect(plan).toEqual({ action: "release", stop: [first], drop: [], putBack: [], gone: others });
  expect(await board.post("/board/act", order)).toEqual(plan);
  expect(await world.replies(2)).toEqual(["re: two", "re: three"]);
});

test("one message that waits is cancelled alone", async () => {
  const { world, board, rows } = await busyWorld();
  const [first, second] = await rows();
  await board.post("/board/act", { action: "cancel", rows: [second] });
  await board.post("/board/act", { action: "release", rows: [first] });
  expect(await world.replies(1)).toEqual(["re: three"]);
});

test("dead letters are put back, or ended, as the preview said", async () => {
  let isWell = false;
  const world = await startWorld({
    config: actions,
    behave: ({ text }, { response }) => (isWell ? `re: ${text}` : void response.writeHead(400).end("no")),
  });
  const board = await TestBoard.of(world);
  for (const user of ["alice", "bob", "carol"]) world.feishu.deliver(world.say.text({ user }, `hi ${user}`));
  const dead = () => world.facts.flatMap((fact) => (fact.type === "dead" ? [fact.row] : []));
  await world.until("three dead letters", () => dead().length === 3);
  const { groups } = await board.get<{ groups: Array<{ count: number; rows: Array<{ row: number }> }> }>(
    "/board/dead",
  );
  expect(groups.map(({ count, rows }) => [count, rows.map(({ row }) => row).sort()])).toEqual([
    [3, dead().sort()],
  ]);
  isWell = true;
  const [one = 0, two = 0, three = 0] = dead();
  const retry = { action: "retry", rows: [one, two, 99_999] };
  const plan = await board.post<Plan>("/board/preview", retry);
  expect(plan).toMatchObject({
    putBack: [
      { row: one, behind: 0 },
      { row: two, behind: 0 },
    ],
    gone: [99_999],
  });
  const done = await board.post<Plan>("/board/act", retry);
  expect(done).toMatchObject({ putBack: plan.putBack, gone: [99_999] });
  expect(await world.replies(2)).toHaveLength(2);
  const discard = { action: "discard", rows: [three] };
  expect(await board.post("/board/act", discard)).toMatchObject({ drop: [three], gone: [] });
  expect(await board.get("/board/dead")).toEqual({ groups: [], hasMore: false });
});

test("a board that may only be looked at changes nothing", async () => {
  const { board, rows } = await busyWorld({});
  const order = { action: "cancel", rows: await rows() };
  expect(await board.ask("/board/act", { method: "POST", body: order })).toMatchObject({
    status: 400,
    body: expect.stringContaining("ERR_READ_ONLY"),
  });
  expect(await rows()).toEqual(order.rows);
  for (const body of [
    {},
    { action: "eat", rows: [1] },
    { action: "cancel", rows: [] },
    { action: "cancel", rows: ["1"] },
  ])
    expect((await board.ask("/board/preview", { method: "POST", body })).status).toBe(400);
});
