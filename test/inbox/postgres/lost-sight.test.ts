import { describe, expect, test, vi } from "vitest";
import { MOST_SESSIONS } from "../../../src/inbox/postgres/sessions/statements.ts";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";

/** A row that no look finds any more, as it is taken for known, is lost until its session is. */
describe.runIf(hasPostgres())("a gateway loses no row out of sight", () => {
  const gateway = interposedGateways();

  test("that it has again by another hold, when its turn by the old one ends while it looks", async () => {
    const { database, sessions, held, arrived, claim, run } = await gateway();
    const id = await claim("m1");
    const old = held.epochOf("s");
    await run("update S.session set epoch = 1000");
    held.loseAll();
    database.interpose = async ({ name }, send) => {
      const answer = await send();
      if (name === "look-into") await sessions.end(id, old);
      return answer;
    };
    await sessions.look(["s"]);
    expect(arrived).toEqual([id]);
  });

  test("when it was just looking at a crash of the database, after which numbers are given out again", async () => {
    const { database, sessions, held, arrived, claimAndEnd, insert } = await gateway();
    await claimAndEnd("m1");
    let hasLooked = false;
    database.interpose = async ({ name }, send) => {
      const answer = (await send()) as object[];
      if (name !== "look-into" || hasLooked) return answer;
      hasLooked = true;
      held.seeAnew();
      return answer.map((columns) => ({ ...columns, horizon: "999999999" }));
    };
    await sessions.look(["s"]);
    const [second] = await insert("m2");
    await sessions.look(["s"]);
    expect(arrived).toEqual([second?.id]);
  });

  test("that it could not hand out, as it had let the session go while it looked", async () => {
    const { sessions, held, arrived, claimAndEnd, insert } = await gateway();
    await claimAndEnd("m1");
    const epoch = held.epochOf("s") ?? 0;
    const [second] = await insert("m2", "s", 0);
    const handOut = held.handOut.bind(held);
    vi.spyOn(held, "handOut").mockImplementationOnce((...row) => {
      held.drop("s", epoch);
      const isHandedOut = handOut(...row);
      held.hold("s", epoch);
      return isHandedOut;
    });
    await sessions.look(["s"]);
    expect(arrived).toEqual([]);
    await sessions.look(["s"]);
    expect(arrived).toEqual([second?.id]);
  });

  test("that came to a session in the moment in which it let it go", async () => {
    const { database, me, sessions, held, arrived, claimAndEnd, insert, holders } = await gateway();
    await claimAndEnd("m1");
    const later = performance.now() + 61_000;
    const clock = vi.spyOn(performance, "now").mockReturnValue(later);
    const written: unknown[] = [];
    database.interpose = async ({ name }, send) => {
      if (name === "release-idle") written.push(...(await insert("m2", "s", 0)).map(({ id }) => id));
      return send();
    };
    await sessions.letGo.idle();
    clock.mockRestore();
    expect(written).toHaveLength(1);
    expect(arrived).toEqual(written);
    expect(await holders()).toEqual([{ key: "s", owner: me, epoch: held.epochOf("s") }]);
  });

  test("of a claim that was refused, as a later part of its look has failed", async () => {
    const { database, sessions, arrived, claim, insert } = await gateway();
    await claim("m0");
    await insert("m1", "s", 0);
    const gate = Promise.withResolvers<void>();
    let looks = 0;
    database.interpose = async ({ name }, send) => {
      if (name !== "look-into") return send();
      looks += 1;
      if (looks === 1) await gate.promise;
      if (looks === 3) throw new Error("no answer");
      return send();
    };
    const first = sessions.look(["y"]);
    await expect.poll(() => looks).toBe(1);
    const claiming = claim("m2");
    // It waits for a look into its session, with others behind it.
    await expect.poll(() => arrived.length + Number(sessions.held.keyOf(3) !== undefined)).toBe(1);
    const others = sessions.look(Array.from({ length: MOST_SESSIONS }, (_, n) => `x${n}`));
    gate.resolve();
    await first;
    expect((await Promise.allSettled([claiming, others])).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
    ]);
    expect(arrived).toEqual([2]);
    await sessions.look(["s"]);
    expect(arrived).toEqual([2, 3]);
  });
});
