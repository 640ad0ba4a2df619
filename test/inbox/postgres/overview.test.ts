import { expect, onTestFinished, test } from "vitest";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

const empty = emptySchema();

test.runIf(hasPostgres())("each gateway is told who else there is, and what waits with them", async () => {
  const schema = await empty();
  const open = async (name: string) => {
    const inbox = await openPostgresInbox({ url: await databaseUrl(), name, schema, leaseMs: 9000 });
    onTestFinished(() => inbox.close());
    inbox.watch({});
    return inbox;
  };
  const [a, b] = [await open("A"), await open("B")];
  const claim = { event: {}, account: "default", transport: "webhook" } as const;
  const before = Date.now();
  for (const id of ["1", "2"]) await a.claim({ ...claim, ids: [id], sessionKey: "mine" });
  const { id: ended } = await a.claim({ ...claim, ids: ["3"], sessionKey: "over" });
  await a.complete(ended);
  const { gateways, elsewhere } = (await b.sharing?.overview?.()) ?? expect.fail();
  expect(gateways).toMatchObject([
    { name: "A", isThis: false, leaseMs: 9000, sessions: 2 },
    { name: "B", isThis: true, leaseMs: 9000, sessions: 0 },
  ]);
  expect(gateways.every(({ silentMs }) => silentMs < 9000)).toBe(true);
  expect(elsewhere).toEqual([
    {
      key: "mine",
      gateway: "A",
      epoch: a.sharing?.epochOf("mine"),
      pending: 2,
      oldestAt: expect.any(Number),
    },
  ]);
  expect(Math.abs((elsewhere[0]?.oldestAt ?? 0) - before)).toBeLessThan(10_000);
  expect((await a.sharing?.overview?.())?.elsewhere).toEqual([]);
});
