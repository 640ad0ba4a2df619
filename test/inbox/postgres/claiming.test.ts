import { describe, expect, test } from "vitest";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("what a gateway is just claiming", () => {
  const gateway = interposedGateways();

  test("is handed out before what came behind it, found by the claim's own look", async () => {
    const { database, arrived, claim, insert } = await gateway();
    await claim("m0");
    const [first] = await insert("m1", "s", 0);
    const behind: unknown[] = [];
    database.interpose = async ({ name }, send) => {
      if (name === "look-into") behind.push((await insert("m3", "s", 0))[0]?.id);
      return send();
    };
    const own = await claim("m2");
    expect(arrived).toEqual([first?.id, own, ...behind]);
  });

  test("is handed out before what came behind it, found by a look that was under way", async () => {
    const { database, sessions, arrived, claim, claimAndEnd, insert } = await gateway();
    await claimAndEnd("m0");
    const behind: unknown[] = [];
    let claiming: Promise<number> | undefined;
    database.interpose = async ({ name }, send) => {
      if (name !== "look-into" || claiming) return send();
      claiming = claim("m1");
      await expect.poll(() => sessions.held.keyOf(2)).toBe("s");
      behind.push((await insert("m2", "s", 0))[0]?.id);
      return send();
    };
    await sessions.look(["s"]);
    expect(arrived).toEqual([2, ...behind]);
    expect(await claiming).toBe(2);
  });

  test("is handed out before what came behind it, though an earlier look has seen it alone", async () => {
    const { database, sessions, arrived, claim, claimAndEnd, insert } = await gateway();
    await claimAndEnd("m0");
    const behind: unknown[] = [];
    let looks = 0;
    let claiming: Promise<number> | undefined;
    let later: Promise<void> | undefined;
    database.interpose = async ({ name }, send) => {
      if (name !== "look-into") return send();
      looks += 1;
      if (looks === 1) {
        claiming = claim("m1");
        await expect.poll(() => sessions.held.keyOf(2)).toBe("s");
        later = sessions.look(["s"]);
      }
      if (looks === 2) behind.push((await insert("m2", "s", 0))[0]?.id);
      return send();
    };
    await sessions.look(["s"]);
    await Promise.all([claiming, later]);
    expect(behind).toHaveLength(1);
    expect(arrived).toEqual([2, ...behind]);
  });

  test("is handed out once in a session that is taken over only then", async () => {
    const { database, sessions, arrived, claim, run } = await gateway();
    await run("insert into S.gateway (name, lease_ms) values ('other', 60000)");
    await run("insert into S.session (key, owner) select 's', id from S.gateway where name = 'other'");
    let claiming: Promise<number> | undefined;
    let later: Promise<void> | undefined;
    database.interpose = async ({ name }, send) => {
      if (name !== "look-into" || claiming) return send();
      const woken = Promise.withResolvers<void>();
      database.interpose = async (statement, sendIt) => {
        if (statement.name === "wake") woken.resolve();
        return sendIt();
      };
      claiming = claim("m1");
      await woken.promise;
      await run("update S.gateway set left_at = now() where name = 'other'");
      later = sessions.look(["s"]);
      return send();
    };
    await sessions.look(["other session"]);
    await later;
    expect(arrived).toEqual([await claiming]);
  });

  test("is not handed out by a look when nothing came behind it", async () => {
    const { arrived, claim, insert, sessions } = await gateway();
    await claim("m0");
    const [first] = await insert("m1", "s", 0);
    await claim("m2");
    await sessions.look(["s"]);
    expect(arrived).toEqual([first?.id]);
  });
});
