import { describe, expect, test } from "vitest";
import { InboxError } from "../../../src/inbox/errors.ts";
import { calm } from "../../support/calm.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { interposedInbox } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("a gateway to which the database refuses what it writes of a turn", () => {
  const empty = emptySchema();

  async function gateway() {
    const { database, inbox } = await interposedInbox({
      url: await databaseUrl(),
      schema: await empty(),
      pollMs: 60_000,
    });
    const arrived: number[] = [];
    const lost: string[] = [];
    inbox.watch({ arrived: ({ id }) => void arrived.push(id), lost: (key) => void lost.push(key) });
    const { id } = await inbox.claim(entry(["m1"]));
    const epoch = inbox.sharing.epochOf("s");
    /** As when it takes its session anew, and does not hear that it has. */
    const takeUnheard = () => {
      const text = `update ${database.settings.schema}.session set epoch = epoch + 1`;
      return database.query({ name: "", text, values: [] });
    };
    return { database, inbox, arrived, lost, id, epoch, takeUnheard };
  }

  test.each(["start", "complete"] as const)("asks by which hold it has the session: %s", async (write) => {
    const { inbox, arrived, lost, id, epoch, takeUnheard } = await gateway();
    await takeUnheard();
    if (write === "start") expect(await inbox.start(id, { epoch })).toBeUndefined();
    else await inbox.complete(id, "completed", { epoch });
    await expect.poll(() => arrived).toEqual([id]);
    expect(lost).toEqual(["s"]);
    expect(await inbox.start(id, { epoch: inbox.sharing.epochOf("s") })).toBe(1);
  });

  test("has nothing for certain that it cannot ask for, and asks later", async () => {
    const { database, inbox, arrived, lost, id, epoch, takeUnheard } = await gateway();
    await takeUnheard();
    let fails = 1;
    database.interpose = async ({ name }, send) => {
      if (name === "acquire" && fails-- > 0) throw new Error("no answer");
      return send();
    };
    expect(await inbox.start(id, { epoch })).toBeUndefined();
    await expect.poll(() => lost).toEqual(["s"]);
    await expect.poll(() => arrived, { timeout: 10_000 }).toEqual([id]);
  });

  test("stops no turn that runs, when it is an end that was written already and it cannot ask", async () => {
    const { database, inbox, lost, id, epoch } = await gateway();
    const { id: next } = await inbox.claim(entry(["m2"]));
    await inbox.start(id, { epoch });
    let isUnheard = true;
    const asked = Promise.withResolvers<void>();
    database.interpose = async ({ name }, send) => {
      if (name === "acquire") asked.resolve();
      const answer = name === "acquire" || (await send());
      if (name !== "acquire" && !isUnheard) return answer;
      isUnheard = false;
      throw new InboxError("ERR_INBOX_UNREACHABLE", "no answer");
    };
    await Promise.all([inbox.complete(id, "completed", { epoch }), inbox.start(next, { epoch })]);
    await asked.promise;
    await calm();
    expect(lost).toEqual([]);
  });

  test("keeps its session when it was the row that had ended", async () => {
    const { database, inbox, arrived, lost, id, epoch } = await gateway();
    const { id: dropped } = await inbox.claim(entry(["m2"]));
    const asked: string[] = [];
    database.interpose = async ({ name }, send) => {
      const answer = await send();
      asked.push(name);
      return answer;
    };
    await inbox.start(id, { epoch });
    await inbox.drop(dropped);
    expect(await inbox.start(dropped, { epoch })).toBeUndefined();
    await expect.poll(() => asked).toContain("look-into");
    expect([arrived, lost, inbox.sharing.epochOf("s")]).toEqual([[], [], epoch]);
  });
});
