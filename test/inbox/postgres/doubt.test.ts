import { describe, expect, test, vi } from "vitest";
import { Upkeep } from "../../../src/inbox/postgres/upkeep.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { LEASE_MS, opened } from "../../support/inbox/shared-store.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("a gateway that could not be sure for a moment", () => {
  const empty = emptySchema();
  const gateway = interposedGateways();

  test("gets everything anew that others asked for meanwhile, though its doubt was never told", async () => {
    const a = await opened({ url: await databaseUrl(), schema: await empty() });
    await a.inbox.claim(entry(["m1"]));
    const { now } = performance;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + LEASE_MS);
    expect(a.epochOf("s")).toBeUndefined();
    await expect.poll(a.names, { timeout: 10_000 }).toEqual(["m1"]);
    expect(a.lost).toContain("s");
    clock.mockRestore();
  });

  test("hands out what it had before, when a claim was written while it lost its sessions", async () => {
    const { sessions, arrived, insert, claim } = await gateway();
    const first = await claim("m1");
    await sessions.look(["s"]);
    const [second] = await sessions.write(async () => {
      const written = await insert("m2");
      sessions.held.loseAll();
      return written;
    });
    expect(arrived).toEqual([first]);
    expect(sessions.held.keyOf(second?.id ?? 0)).toBeDefined();
  });

  test("hands out what it had before, when it lost its sessions while it looked", async () => {
    const { database, sessions, arrived, lost, claim } = await gateway();
    const first = await claim("m1");
    await sessions.look(["s"]);
    const epoch = sessions.held.epochOf("s") ?? 0;
    let looks = 0;
    database.interpose = async ({ name }, send) => {
      const answer = await send();
      looks += name === "look-into" ? 1 : 0;
      if (name !== "look-into" || looks > 1) return answer;
      sessions.held.loseAll();
      sessions.held.hold("s", epoch);
      return answer;
    };
    await sessions.look(["s"]);
    expect(lost).toEqual(["s"]);
    expect(arrived).toEqual([first]);
  });

  test("looks again after a look that has failed", async () => {
    const { database, health, sessions } = await gateway({ pollMs: 5 });
    const asked: string[] = [];
    database.interpose = async ({ name }, send) => {
      asked.push(name);
      if (name === "orphans" && asked.length === 1) throw new Error("no answer");
      return send();
    };
    const upkeep = new Upkeep({ database, health, sessions });
    upkeep.begin();
    await expect.poll(() => asked, { timeout: 10_000 }).toContain("changed-since");
    await upkeep.close();
  });

  test("looks from the beginning, also when an earlier look ends in between", async () => {
    const { database, health, sessions } = await gateway();
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const asked: string[] = [];
    const since: unknown[] = [];
    database.interpose = async ({ name, values }, send) => {
      asked.push(name);
      const times = asked.filter((other) => other === name).length;
      if (name === "orphans" && times === 2) await gates[1].promise;
      if (name !== "changed-since") return send();
      since.push(values[1]);
      const answer = await send();
      if (times === 1) await gates[0].promise;
      return answer;
    };
    const upkeep = new Upkeep({ database, health, sessions });
    upkeep.begin();
    await expect.poll(() => since).toHaveLength(1);
    upkeep.lookAtAll();
    gates[0].resolve();
    await new Promise(setImmediate);
    gates[1].resolve();
    await expect.poll(() => since.length).toBeGreaterThan(1);
    await upkeep.close();
    expect(since.slice(0, 2)).toEqual(["0", "0"]);
  });
});
