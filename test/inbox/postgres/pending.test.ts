import { describe, expect, test } from "vitest";
import { entry } from "../../support/inbox/contract/bed.ts";
import { interposedInbox } from "../../support/inbox/interposed.ts";
import { opened } from "../../support/inbox/shared-store.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

/** Or what `pending()` still reads of an old hold would get its place before what came earlier. */
describe.runIf(hasPostgres())("what is pending as a gateway starts comes one way, in order", () => {
  const empty = emptySchema();

  /** A gateway that has accepted three messages, and one that starts. */
  async function starting() {
    const options = { url: await databaseUrl(), schema: await empty() };
    const { inbox: before } = await opened(options);
    for (const name of ["m1", "m2", "m3"]) await before.claim(entry([name]));
    const { database, inbox } = await interposedInbox({ ...options, pollMs: 60_000 });
    const arrived: number[] = [];
    inbox.watch({ arrived: ({ id }) => void arrived.push(id) });
    return { before, database, inbox, arrived };
  }

  test("though its session is lost, and had again, while it is read", async () => {
    const { before, database, inbox, arrived } = await starting();
    await before.close();
    const read: number[] = [];
    for await (const { id } of inbox.pending()) {
      if (read.push(id) > 1) continue;
      const epoch = inbox.sharing.epochOf("s");
      const text = `update ${database.settings.schema}.session set epoch = epoch + 1`;
      await database.query({ name: "", text, values: [] });
      arrived.length = 0;
      await inbox.start(id, { epoch });
      await expect.poll(() => arrived).toHaveLength(3);
    }
    expect([read, arrived]).toEqual([[1], [1, 2, 3]]);
  });

  test("though its session becomes free while it is read", async () => {
    const { before, database, inbox, arrived } = await starting();
    database.interpose = async ({ name }, send) => {
      if (name !== "pending") return send();
      await before.close();
      return send();
    };
    const read: number[] = [];
    for await (const { id } of inbox.pending()) read.push(id);
    await expect.poll(() => arrived, { timeout: 10_000 }).toEqual([1, 2, 3]);
    expect(read).toEqual([]);
  });
});
