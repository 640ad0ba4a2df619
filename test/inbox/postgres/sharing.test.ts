import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Inbox } from "../../../src/inbox/inbox.ts";
import { all, entry } from "../../support/inbox/contract/bed.ts";
import { opened } from "../../support/inbox/shared-store.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("gateways that share a PostgreSQL", () => {
  const empty = emptySchema();

  async function two() {
    const options = { url: await databaseUrl(), schema: await empty() };
    return [await opened({ ...options, name: "A" }), await opened({ ...options, name: "B" })] as const;
  }

  test("accept an event once that is pushed to both", async () => {
    const [a, b] = await two();
    for (let n = 0; n < 50; n += 1) {
      const ids = [`e${n}`, `m${n}`];
      const claims = await Promise.all([
        a.inbox.claim(entry(ids)),
        b.inbox.claim(entry(ids.toReversed())),
        b.inbox.claim(entry([`m${n}`])),
      ]);
      expect(claims.filter(({ status }) => status === "accepted")).toHaveLength(1);
      expect(new Set(claims.map(({ id }) => id)).size).toBe(1);
    }
    expect(await a.inbox.stats()).toMatchObject({ pending: 50 });
  });

  test("link chains of identities from both sides without losing or doubling one", async () => {
    const [a, b] = await two();
    for (let n = 0; n < 30; n += 1) {
      const [x, y, z] = [`x${n}`, `y${n}`, `z${n}`];
      await Promise.all([
        a.inbox.claim(entry([x, y])),
        b.inbox.claim(entry([y, z])),
        a.inbox.claim(entry([z, x])),
        b.inbox.claim(entry([z])),
      ]);
      const open = (await all(a.inbox)).filter(({ ids }) => [x, y, z].some((id) => ids.includes(id)));
      expect(open).toHaveLength(1);
      expect(open[0]?.ids.toSorted()).toEqual([x, y, z]);
    }
  });

  test("hold each session in one place, where all of it is run, in order of arrival", async () => {
    const [a, b] = await two();
    const first = await a.inbox.claim(entry(["m1"]));
    expect([a.epochOf("s"), b.epochOf("s")]).toEqual([expect.any(Number), undefined]);
    const second = await b.inbox.claim(entry(["m2"]));
    expect(second.status).toBe("accepted");
    expect(b.epochOf("s")).toBeUndefined();
    expect(await b.inbox.start(second.id)).toBeUndefined();
    // The one before it is there when the claim of the next one resolves.
    await a.inbox.claim(entry(["m3"]));
    expect(a.names()).toEqual(["m2"]);
    expect(await a.inbox.start(first.id)).toBe(1);
    await b.inbox.claim(entry(["m4"]));
    await expect.poll(a.names).toEqual(["m2", "m4"]);
    expect(b.names()).toEqual([]);
  });

  test("leave to one another what each of them runs, and read nothing of it", async () => {
    const [a, b] = await two();
    await a.inbox.claim(entry(["m1"]));
    await b.inbox.claim(entry(["m2"], { sessionKey: "other" }));
    const names = async (inbox: Inbox, sessionKey?: string) =>
      (await all(inbox, sessionKey)).map(({ ids }) => ids[0]);
    expect([await names(a.inbox), await names(b.inbox)]).toEqual([["m1"], ["m2"]]);
    expect([await names(a.inbox, "other"), await names(b.inbox, "other")]).toEqual([[], ["m2"]]);
    await a.inbox.close();
    expect(await names(b.inbox)).toEqual(["m1", "m2"]);
  });

  test("know before a claim resolves what others accepted before, however fast it comes", async () => {
    const [a, b] = await two();
    await a.inbox.claim(entry(["m0"]));
    for (let n = 1; n < 60; n += 2) {
      await b.inbox.claim(entry([`m${n}`]));
      await a.inbox.claim(entry([`m${n + 1}`]));
      expect(a.names().at(-1)).toBe(`m${n}`);
    }
  });

  test("hand sessions over at once when one leaves, those with a turn at its end", async () => {
    const [a, b] = await two();
    const [running, waiting] = [await a.inbox.claim(entry(["r"])), await a.inbox.claim(entry(["w"]))];
    const { id } = await a.inbox.claim(entry(["o"], { sessionKey: "other" }));
    await a.inbox.start(running.id);
    await a.inbox.sharing?.leave();
    await expect.poll(b.names).toEqual(["o"]);
    expect(await a.inbox.start(waiting.id)).toBeUndefined();
    expect(await b.inbox.start(id)).toBe(1);
    await a.inbox.complete(running.id);
    await expect.poll(b.names).toEqual(["o", "w"]);
    expect(await b.inbox.start(waiting.id)).toBe(1);
  });

  test("hand a session over whose turn has failed and is to be tried again", async () => {
    const [a, b] = await two();
    const { id } = await a.inbox.claim(entry(["m"]));
    await a.inbox.start(id);
    await a.inbox.sharing?.leave();
    await a.inbox.fail(id, { error: "later", retryAt: 1 });
    await expect.poll(b.names).toEqual(["m"]);
    expect(b.arrived).toMatchObject([{ id, attempts: 1, retryAt: 1 }]);
  });

  test("go on with what was left in mid-turn by one that has closed", async () => {
    const [a, b] = await two();
    const { id } = await a.inbox.claim(entry(["m"]));
    await a.inbox.start(id);
    await a.inbox.close();
    await expect.poll(b.names).toEqual(["m"]);
    expect(b.arrived).toMatchObject([{ id, attempts: 1 }]);
    expect(await b.inbox.start(id)).toBe(2);
  });

  test("put a dead letter back where its session is", async () => {
    const [a, b] = await two();
    const { id } = await a.inbox.claim(entry(["m"]));
    await a.inbox.fail(id, { error: "no" });
    const next = await b.inbox.retry(id);
    await expect.poll(() => a.arrived.map((item) => item.id)).toEqual([next]);
    expect(b.arrived).toEqual([]);
  });

  test("find by themselves what nobody could tell them of", async () => {
    const [url, schema] = [await databaseUrl(), await empty()];
    const a = await opened({ url, schema });
    await a.inbox.claim(entry(["m1"]));
    const client = new pg.Client(url);
    await client.connect();
    onTestFinished(() => client.end());
    // As a gateway leaves it that is killed between the commit and the notification.
    const { rows } = await client.query(
      `insert into ${schema}.inbox (session_key, account, transport, received_at) values ('s', 'default', 'webhook', 1) returning id`,
    );
    await client.query(`insert into ${schema}.event values ($1, '["m2"]', '{}')`, [rows[0].id]);
    await expect.poll(a.names).toEqual(["m2"]);
  });
});
