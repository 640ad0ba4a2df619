import { describe, expect, test } from "vitest";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";

/** It was written all the same: when Feishu delivers it again it is acknowledged, and somebody has to run it. */
describe.runIf(hasPostgres())("a claim that was refused after it was written", () => {
  const gateway = interposedGateways();

  test.each([
    ["nothing is known of another session", "acquire"],
    ["nobody could be told that another session is free", "wake-all"],
  ])("is found, though %s", async (_, fails) => {
    const { database, sessions, arrived, claimAndEnd, insert } = await gateway();
    await claimAndEnd("m1");
    database.interpose = async ({ name }, send) => {
      if (name === fails) throw new Error("no answer");
      // As if another process had just made them its own.
      return name === "acquire" ? [] : send();
    };
    const [elsewhere] = await insert("m2", "free", 0);
    const written = await insert("m3");
    await expect(
      sessions.write(async () => [...written, elsewhere].flatMap((row) => row ?? [])),
    ).rejects.toThrow("no answer");
    await sessions.look(["s"]);
    expect(arrived).toEqual(written.map(({ id }) => id));
  });

  test("is found, though a look that could hand it out has seen it already, and another one failed", async () => {
    const { database, sessions, upkeep, arrived, claim, insert } = await gateway();
    await claim("m1");
    const looks: unknown[] = [];
    database.interpose = async ({ name }, send) => {
      if (name === "look-into" && looks.push(name) === 3) throw new Error("no answer");
      return send();
    };
    upkeep.begin();
    await expect.poll(() => looks).toHaveLength(1);
    await sessions.look([]);
    const [before] = await insert("m2", "s", 0);
    let id: number | undefined;
    const writing = sessions.write(async () => {
      const written = await insert("m3");
      id = written[0]?.id;
      upkeep.lookAt([]);
      await expect.poll(() => looks).toHaveLength(2);
      return written;
    });
    await expect(writing).rejects.toThrow("no answer");
    await upkeep.close();
    expect(arrived).toEqual([before?.id, id]);
  });
});
