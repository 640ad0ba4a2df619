import { describe, expect, test } from "vitest";
import { release } from "../../../src/inbox/postgres/sessions/statements.ts";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("a gateway whose statements meet one another", () => {
  const gateway = interposedGateways();

  test("is not given a row again that ended while it looked", async () => {
    const { database, sessions, arrived, claim, run } = await gateway();
    const id = await claim("m1");
    database.interpose = async ({ name }, send) => {
      const answer = await send();
      if (name === "look-into") {
        await run("update S.inbox set ended_at = 1, outcome = 'completed' where id = $1", id);
        await sessions.end(id);
      }
      return answer;
    };
    await sessions.look(["s"]);
    expect(arrived).toEqual([]);
  });

  test("keeps a row that it has again by another hold when its turn by the old one ends", async () => {
    const { sessions, held, claim, run } = await gateway();
    const id = await claim("m1");
    const old = held.epochOf("s");
    await run("update S.session set epoch = 1000");
    held.loseAll();
    await sessions.look(["s"]);
    await sessions.end(id, old);
    expect([held.epochOf("s"), held.keyOf(id)]).toEqual([1000, "s"]);
    held.begin(id, 1000);
    expect(held.atRest()).toEqual([]);
  });

  test("takes a session anew that it believes to hold and that nobody does", async () => {
    const { database, me, held, upkeep, arrived, claim, insert, holders } = await gateway();
    await claim("m1", "other");
    await claim("m1 of s");
    const old = held.epochOf("s");
    await release(database, held.holdsOf(["s"]));
    await insert("m2", "s", 0);
    await upkeep.takeOrphans();
    expect(held.epochOf("s")).toBeGreaterThan(Number(old));
    expect(await holders()).toContainEqual({ key: "s", owner: me, epoch: held.epochOf("s") });
    expect(arrived).toHaveLength(2);
  });

  test("has a claim's session for certain, though it has let it go meanwhile", async () => {
    const { database, me, sessions, held, claim, insert, holders, run } = await gateway();
    const id = await claim("m1");
    await run("update S.inbox set ended_at = 1, outcome = 'completed'");
    await sessions.end(id);
    const epoch = held.epochOf("s") ?? 0;
    const [second] = await sessions.write(async () => {
      const written = await insert("m2");
      // As when the claim has not been committed yet when it is let go: nothing was seen to wait there.
      await release(database, [{ key: "s", epoch }]);
      held.drop("s", epoch);
      return written;
    });
    expect(await holders()).toEqual([{ key: "s", owner: me, epoch: held.epochOf("s") }]);
    expect(held.keyOf(second?.id ?? 0)).toBeDefined();
  });

  test("leaves nothing to itself that it was just looking for when it left", async () => {
    const { database, sessions, arrived, insert, holders } = await gateway();
    await insert("m1", "s", 0);
    let left: Promise<void> | undefined;
    database.interpose = async ({ name }, send) => {
      const answer = await send();
      if (name === "acquire") left ??= sessions.letGo.all();
      return answer;
    };
    await sessions.look(["s"]);
    await left;
    expect(arrived).toHaveLength(1);
    expect(await holders()).toEqual([]);
  });

  test("stops looking for sessions that it cannot take", async () => {
    const { database, me, upkeep, insert, run } = await gateway();
    for (let n = 0; n < 2; n += 1) await insert(`m${n}`, `s${n}`, 0);
    await run(
      "insert into S.inbox (session_key, account, transport, received_at) select 'x' || n, 'a', 'webhook', 1 from generate_series(1, 600) n",
    );
    await run("update S.gateway set left_at = now() where id = $1", me);
    let looks = 0;
    database.interpose = async ({ name }, send) => {
      if (name === "orphans") looks += 1;
      if (looks > 5) throw new Error("it goes on for ever");
      return send();
    };
    await upkeep.takeOrphans();
    expect(looks).toBe(1);
  });

  test("that was given up and claims all the same, tells the others that somebody has to run it", async () => {
    const { database, sessions, claim, run, holders } = await gateway();
    await run("update S.gateway set left_at = now()");
    const asked: string[] = [];
    database.interpose = async ({ name }, send) => {
      asked.push(name);
      return send();
    };
    await claim("m1");
    expect(await holders()).toEqual([]);
    expect(asked).toContain("wake-all");
    expect(sessions.held.epochOf("s")).toBeUndefined();
  });

  test("finds what was accepted under numbers that were given out again after a crash of the database", async () => {
    const { sessions, held, arrived, insert } = await gateway();
    await sessions.write(() => insert("m1"));
    held.hasSeen("s", "999999999");
    const [second] = await insert("m2");
    await sessions.look(["s"]);
    expect(arrived).toEqual([]);
    held.seeAnew();
    await sessions.look(["s"]);
    expect(arrived).toEqual([second?.id]);
  });

  test("finds any number of rows, in order, while others are accepted", async () => {
    const { database, arrived, sessions, insert, run } = await gateway();
    await run(
      "insert into S.inbox (session_key, account, transport, received_at) select 's', 'a', 'webhook', 1 from generate_series(1, 4500)",
    );
    await run("insert into S.event (row, ids, event) select id, '[]', '{}' from S.inbox");
    const looks: unknown[] = [];
    database.interpose = async ({ name }, send) => {
      const answer = await send();
      if (name === "look-into" && looks.push(name) === 1) await insert("m", "s", 0);
      return answer;
    };
    await sessions.look(["s"]);
    expect(looks).toHaveLength(1);
    expect(arrived).toEqual(Array.from({ length: 4500 }, (_, n) => n + 1));
    await sessions.look(["s"]);
    expect(looks).toHaveLength(2);
    expect(arrived.at(-1)).toBe(4501);
  });
});
