import { expect, test } from "vitest";
import type { Fact } from "../../../src/journal/facts.ts";
import { JournalView } from "../../../src/journal/view/view.ts";
import { SESSION, settle, twoGateways } from "../../support/gateway/sharing.ts";

const inShort = (facts: readonly Fact[]) =>
  facts.map((fact) => `${fact.type}${"row" in fact ? ` ${fact.row}` : ""}`);

test("each of two gateways tells what it does itself with a message, and with a session that moves", async () => {
  const [a, b]: [Fact[], Fact[]] = [[], []];
  const views = [new JournalView(), new JournalView()] as const;
  const hear = (facts: Fact[], view: JournalView) => (fact: Fact) => {
    facts.push(fact);
    view.hear(fact);
  };
  const world = await twoGateways({ onFactAt: { A: hear(a, views[0]), B: hear(b, views[1]) } });
  await world.tell(world.a, "long");
  await world.tell(world.b, "next");
  expect(inShort(a)).toEqual(["received 1", "started 1", "arrived 2", "waiting 2"]);
  expect(inShort(b)).toEqual(["received 2", "elsewhere 2"]);
  await world.store.move(SESSION, world.inboxes.b);
  await settle();
  await world.answer();
  await world.answer();
  expect(inShort(a).slice(4)).toEqual(["lost", "left 1"]);
  expect(inShort(b).slice(2)).toEqual([
    ...["resumed 1", "arrived 2", "waiting 2", "started 1"],
    ...["replied 1", "ended 1", "started 2", "replied 2", "ended 2"],
  ]);
  const [at, bt] = views.map(({ totals }) => totals);
  expect([at?.outcomes, bt?.outcomes]).toEqual([{ left: 2 }, { elsewhere: 1, completed: 2 }]);
  expect([at, bt].map((totals) => [totals?.running, totals?.waiting])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
