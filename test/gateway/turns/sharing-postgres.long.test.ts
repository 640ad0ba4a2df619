import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { type PeerOptions, peerOn, type Seen } from "../../support/gateway/peer.ts";
import { alice } from "../../support/gateway/sharing.ts";
import { GRACE_MS, LEASE_MS } from "../../support/inbox/shared-store.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { Relay } from "../../support/postgres/relay.ts";

describe.runIf(hasPostgres())("gateways that share a PostgreSQL", () => {
  const empty = emptySchema();

  /** Gateways A and B; the way from A to the database can be cut. */
  async function twoGateways(options: PeerOptions = {}) {
    const schema = await empty();
    const relay = await Relay.open(await databaseUrl());
    onTestFinished(() => relay.close());
    const seen: Seen = { asked: [], said: [], log: [] };
    const open = async (url: string, name: string) => {
      const shared = { schema, leaseMs: LEASE_MS, graceMs: GRACE_MS, pollMs: 200 };
      const inbox = await openPostgresInbox({ url, name, ...shared });
      onTestFinished(() => inbox.close());
      const peer = peerOn(inbox, name, seen, options);
      await peer.reception.resume();
      return { ...peer, inbox };
    };
    const a = await open(relay.url, "A");
    const b = await open(await databaseUrl(), "B");
    const asked = () => seen.asked.map(({ at, text }) => `${at}: ${text}`);
    const isAsked = (...all: string[]) => expect.poll(asked, { timeout: 20_000 }).toEqual(all);
    const isSaid = (...all: unknown[]) => expect.poll(() => seen.said, { timeout: 20_000 }).toEqual(all);
    const ends = async () => (await b.inbox.list()).map(({ status, outcome }) => `${status} ${outcome}`);
    const haveEnded = (...all: string[]) => expect.poll(ends, { timeout: 20_000 }).toEqual(all);
    const answer = (at: number) => seen.asked[at]?.say(`re: ${seen.asked[at]?.text}`);
    return { a, b, relay, seen, isAsked, isSaid, haveEnded, answer };
  }

  test("/new at one of them, and the next message at the other: one runs both, in order", async () => {
    const { a, b, isAsked, isSaid, haveEnded, answer } = await twoGateways();
    await b.take(alice.says("/new"));
    await a.take(alice.says("next"));
    await isAsked("B: /new");
    answer(0);
    await isAsked("B: /new", "B: next");
    answer(1);
    await isSaid("B: re: /new", "B: re: next");
    await haveEnded("done completed", "done completed");
  });

  test("/stop at one of them aborts the turn at the other, and /status tells about it", async () => {
    const { a, b, seen, isAsked, isSaid, haveEnded } = await twoGateways();
    await a.take(alice.says("long"));
    await isAsked("A: long");
    await b.take(alice.says("/status"));
    await isSaid(expect.stringMatching(/^A: .*Waiting: 0\.$/));
    await b.take(alice.says("/stop"));
    await haveEnded("done stopped", "done completed", "done completed");
    expect(seen.said).toHaveLength(2);
  });

  test("what is recalled at one of them is taken back at the other", async () => {
    const { a, b, isAsked, haveEnded } = await twoGateways();
    const [long, mistake] = [alice.says("long"), alice.says("mistake")];
    await a.take(long);
    await a.take(mistake);
    await isAsked("A: long");
    await b.take(alice.recalls(mistake));
    await b.take(alice.recalls(long));
    await haveEnded(...Array(4).fill("done recalled"));
    await isAsked("A: long");
  });

  test("one that is cut off stops its turns and says nothing more; the other goes on, and it comes back", async () => {
    const { a, b, relay, seen, isAsked, isSaid, haveEnded, answer } = await twoGateways({
      ignoresAbort: true,
    });
    await a.take(alice.says("long"));
    await a.take(alice.says("next"));
    await isAsked("A: long");
    relay.cut();
    await isAsked("A: long", "B: long");
    expect(seen.asked[0]?.signal.reason).toMatchObject({ code: "ERR_SESSION_LOST" });
    answer(0);
    relay.mend();
    await expect.poll(() => a.inbox.health().ok, { timeout: 20_000 }).toBe(true);
    await a.take(alice.says("last"));
    answer(1);
    await isAsked("A: long", "B: long", "B: next");
    answer(2);
    await isAsked("A: long", "B: long", "B: next", "B: last");
    answer(3);
    await isSaid("B: re: long", "B: re: next", "B: re: last");
    await haveEnded(...Array(3).fill("done completed"));
    const [first = 0, second = 0] = seen.asked.map(({ epoch }) => epoch);
    expect(second).toBeGreaterThan(first);
    expect(b.turns.openJobs.size).toBe(0);
  });

  test("one that leaves hands over at once what does not run, and the rest when that has ended", async () => {
    const { a, b, isAsked, isSaid, haveEnded, answer } = await twoGateways();
    await a.take(alice.says("long"));
    await b.take(alice.says("next"));
    await isAsked("A: long");
    a.turns.stopBeginning();
    await a.inbox.sharing?.leave();
    await a.take(alice.says("after"));
    answer(0);
    await isAsked("A: long", "B: next");
    answer(1);
    await isAsked("A: long", "B: next", "B: after");
    answer(2);
    await isSaid("A: re: long", "B: re: next", "B: re: after");
    await haveEnded(...Array(3).fill("done completed"));
  });
});
