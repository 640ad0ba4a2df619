import { describe, expect, test, vi } from "vitest";
import { release } from "../../../src/inbox/postgres/sessions/statements.ts";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";

/** The database has done what it was asked for, or not, and says so late or never. */
describe.runIf(hasPostgres())(
  "a gateway that does not hear of its sessions loses no row out of sight",
  () => {
    const gateway = interposedGateways();

    test("that a look found in a session as it let that go, when it does not hear how that went", async () => {
      const { database, sessions, upkeep, arrived, claimAndEnd, insert } = await gateway({ pollMs: 60_000 });
      await claimAndEnd("m1");
      const [second] = await insert("m2", "s", 0);
      let hasLooked = false;
      database.interpose = async ({ name }, send) => {
        if (name === "release-idle") throw new Error("no answer");
        const answer = await send();
        if (name !== "look-into" || hasLooked) return answer;
        hasLooked = true;
        const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 61_000);
        upkeep.beat();
        clock.mockRestore();
        return answer;
      };
      upkeep.begin();
      await expect.poll(() => hasLooked).toBe(true);
      await sessions.look([]);
      upkeep.lookAt([]);
      await upkeep.close();
      expect(arrived).toEqual([second?.id]);
    });

    test("whose session it has taken over without hearing that it has", async () => {
      const { database, sessions, upkeep, arrived, claim, insert, run } = await gateway({ pollMs: 60_000 });
      await run("insert into S.gateway (name, lease_ms) values ('other', 60000)");
      await run("insert into S.session (key, owner) select 's', id from S.gateway where name = 'other'");
      const [waits] = await insert("m1", "s", 0);
      const own = await claim("m2", "another");
      upkeep.begin();
      await expect.poll(() => sessions.held.horizonOf("another")).not.toBe("0");
      await sessions.look([]);
      await run("update S.gateway set left_at = now() where name = 'other'");
      let fails = 1;
      database.interpose = async ({ name }, send) => {
        const answer = await send();
        if (name === "acquire" && fails-- > 0) throw new Error("no answer");
        return answer;
      };
      upkeep.lookAt([]);
      await expect.poll(() => fails).toBe(0);
      upkeep.lookAt([]);
      await upkeep.close();
      expect([arrived, own]).toEqual([[waits?.id], 2]);
    });

    test("as a claim is answered late, by the hold before the one that it has", async () => {
      const { database, me, sessions, held, arrived, claimAndEnd, insert, holders } = await gateway();
      await claimAndEnd("m1");
      const epoch = held.epochOf("s") ?? 0;
      let looking: Promise<void> | undefined;
      await sessions.write(async () => {
        const written = await insert("m2");
        // As when the claim has not been committed yet when the session is let go: nothing was seen to wait there.
        held.drop("s", epoch);
        await release(database, [{ key: "s", epoch }]);
        looking = sessions.look(["s"]);
        await expect.poll(() => held.has("s")).toBe(true);
        return written;
      });
      await looking;
      expect(held.epochOf("s")).toBeGreaterThan(epoch);
      expect(await holders()).toEqual([{ key: "s", owner: me, epoch: held.epochOf("s") }]);
      expect([arrived, held.keyOf(2)]).toEqual([[], "s"]);
    });
  },
);
