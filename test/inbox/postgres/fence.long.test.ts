import { setTimeout } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresInboxAdmin } from "../../../src/inbox/postgres.ts";
import { ask, paused } from "../../support/inbox/child/ask.ts";
import { killed, start } from "../../support/inbox/child/start.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { GRACE_MS, LEASE_MS, opened } from "../../support/inbox/shared-store.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { canStartPostgres, databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { Relay } from "../../support/postgres/relay.ts";
import { startPostgres } from "../../support/postgres/server.ts";

const OLD = "by the one that was paused";

describe.runIf(hasPostgres())("a gateway that has lost a session", () => {
  const empty = emptySchema();

  async function child(name: string) {
    const options = { url: await databaseUrl(), schema: await empty(), leaseMs: LEASE_MS, graceMs: GRACE_MS };
    const process = start("share.ts", JSON.stringify({ ...options, name }));
    await ask(process, undefined, "open");
    return { process, options };
  }

  test("as it was paused for longer than its lease, changes nothing when it wakes", async () => {
    const { process, options } = await child("A");
    const ids: number[] = [];
    for (const n of [1, 2, 3, 4, 5, 6]) ids.push(((await ask(process, `claim#${n}`)) as { id: number }).id);
    await ask(process, "epoch");
    for (const id of ids.slice(1, 5)) expect(await ask(process, `start#${id}`)).toBe(1);
    await paused(process);
    const b = await opened({ ...options, name: "B" });
    await expect.poll(b.names, { timeout: 15_000 }).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"]);
    const before = await b.inbox.list();
    // What is asked for meanwhile is the first that it does when it wakes.
    const [one, two, three, four, five] = ids;
    const writes = [`start#${one}`, `complete#${two}`, `later#${three}`, `dead#${four}`];
    const answers = [...writes, `complete without epoch#${five}`].map((line) => ask(process, line));
    process.kill("SIGCONT");
    expect((await Promise.all(answers))[0]).toBe("nothing");
    expect(await b.inbox.list()).toEqual(before);
    // The one that has taken it goes on, as the next attempt of each.
    expect(await b.inbox.start(one ?? 0)).toBe(1);
    expect(await b.inbox.start(two ?? 0)).toBe(2);
    await b.inbox.complete(two ?? 0);
    expect(await b.inbox.get(two ?? 0)).toMatchObject({ status: "done", outcome: "completed" });
  });

  test("takes it back under another epoch, and what the old one wrote by is refused", async () => {
    const { process, options } = await child("A");
    const { id } = (await ask(process, "claim#1")) as { id: number };
    const old = await ask(process, "epoch");
    await ask(process, `start#${id}`);
    await paused(process);
    const b = await opened({ ...options, name: "B" });
    await expect.poll(b.names, { timeout: 15_000 }).toEqual(["m1"]);
    process.kill("SIGCONT");
    await ask(process, undefined, "lost");
    await b.inbox.close();
    await expect.poll(() => ask(process, "held"), { timeout: 15_000 }).toBeGreaterThan(Number(old));
    const admin = await openPostgresInboxAdmin({ url: options.url, schema: options.schema });
    onTestFinished(() => admin.close());
    await ask(process, `complete#${id}`);
    expect((await admin.get(id))?.status).toBe("pending");
    await ask(process, "epoch");
    await ask(process, `complete#${id}`);
    expect(await admin.get(id)).toMatchObject({ status: "done", outcome: OLD });
  });

  test("is taken from when it was killed, after its lease", async () => {
    const { process, options } = await child("A");
    const { id } = (await ask(process, "claim#1")) as { id: number };
    const b = await opened({ ...options, name: "B" });
    await killed(process);
    expect(b.epochOf("s")).toBeUndefined();
    await expect.poll(b.names, { timeout: 15_000 }).toEqual(["m1"]);
    expect(await b.inbox.start(id)).toBe(1);
  });

  test("as its way to the database was cut for longer than its lease, changes nothing when that is mended", async () => {
    const relay = await Relay.open(await databaseUrl());
    onTestFinished(() => relay.close());
    const schema = await empty();
    const a = await opened({ url: relay.url, schema, name: "A" });
    const b = await opened({ url: await databaseUrl(), schema, name: "B" });
    const ids: number[] = [];
    for (const n of [1, 2, 3, 4]) ids.push((await a.inbox.claim(entry([`m${n}`]))).id);
    const [one = 0, two = 0, three = 0, four = 0] = ids;
    const epoch = a.epochOf("s");
    for (const id of [two, three, four]) await a.inbox.start(id, { epoch });
    relay.cut();
    await expect(a.inbox.claim(entry(["m5"]))).rejects.toMatchObject({ code: "ERR_INBOX_UNREACHABLE" });
    const late = [
      a.inbox.start(one, { epoch }),
      a.inbox.complete(two, OLD, { epoch }),
      a.inbox.fail(three, { error: OLD, retryAt: 1 }, { epoch }),
      a.inbox.fail(four, { error: OLD }, { epoch }),
    ];
    await expect.poll(b.names, { timeout: 15_000 }).toEqual(["m1", "m2", "m3", "m4"]);
    // It knew before the other one could take it.
    expect([a.epochOf("s"), a.lost]).toEqual([undefined, ["s"]]);
    const before = await b.inbox.list();
    relay.mend();
    expect((await Promise.all(late))[0]).toBeUndefined();
    expect(await b.inbox.list()).toEqual(before);
    await expect.poll(() => a.inbox.health().ok).toBe(true);
    expect((await a.inbox.claim(entry(["m1"]))).status).toBe("in-progress");
  });
});

describe.runIf(canStartPostgres())("a database that is restarted", () => {
  test("takes no session from anybody, though all locks were free", { timeout: 60_000 }, async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const options = { url: server.url, schema: "shared", leaseMs: 4000, graceMs: 2000 };
    const all = [];
    for (const name of ["A", "B", "C"]) all.push(await opened({ ...options, name }));
    const ids: number[] = [];
    for (const [n, { inbox }] of all.entries())
      ids.push((await inbox.claim(entry([`m${n}`], { sessionKey: `s${n}` }))).id);
    const epochs = all.map(({ epochOf }, n) => epochOf(`s${n}`));
    for (const [n, { inbox }] of all.entries()) await inbox.start(ids[n] ?? 0, { epoch: epochs[n] });
    await server.end("immediate");
    const ends = all.map(({ inbox }, n) => inbox.complete(ids[n] ?? 0, "completed", { epoch: epochs[n] }));
    await server.start();
    await Promise.all(ends);
    for (const { inbox } of all) await expect.poll(() => inbox.health().ok).toBe(true);
    expect(all.map(({ epochOf }, n) => epochOf(`s${n}`))).toEqual(epochs);
    expect(all.map(({ lost }) => lost)).toEqual([[], [], []]);
    const rows = await all[0]?.inbox.list();
    expect(rows?.map(({ outcome, attempts }) => [outcome, attempts])).toEqual(
      Array(3).fill(["completed", 1]),
    );
  });

  test("and away for longer than a lease: turns stop, and everybody gets back what was his", {
    timeout: 60_000,
  }, async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const options = { url: server.url, schema: "shared", leaseMs: 1000, graceMs: 1500 };
    const [a, b] = [await opened({ ...options, name: "A" }), await opened({ ...options, name: "B" })];
    const { id } = await a.inbox.claim(entry(["m1"]));
    const epoch = a.epochOf("s");
    await a.inbox.start(id, { epoch });
    await server.end("immediate");
    await expect.poll(() => a.lost).toEqual(["s"]);
    expect(a.epochOf("s")).toBeUndefined();
    await setTimeout(2000);
    await server.start();
    await expect.poll(a.names, { timeout: 15_000 }).toEqual(["m1"]);
    expect(a.epochOf("s")).toBe(epoch);
    expect(b.names()).toEqual([]);
    expect(await a.inbox.start(id, { epoch })).toBe(2);
  });
});
