import { describe, expect, test } from "vitest";
import { entry } from "../../support/inbox/contract/bed.ts";
import { interposedInbox } from "../../support/inbox/interposed.ts";
import { opened } from "../../support/inbox/shared-store.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("what a gateway puts back into its own session", () => {
  const empty = emptySchema();

  /** A dead letter of a gateway's session, and another gateway. */
  async function dead() {
    const options = { url: await databaseUrl(), schema: await empty() };
    const { database, inbox } = await interposedInbox({ ...options, pollMs: 50 });
    const told: number[] = [];
    const tell = ({ id }: { readonly id: number }) => void told.push(id);
    inbox.watch({ arrived: tell, retried: tell });
    const { id } = await inbox.claim(entry(["m1"]));
    await inbox.fail(id, { error: "no" });
    const other = await opened(options);
    return { database, inbox, id, told, other: other.inbox };
  }

  test("is run, though the database did not say what it is", async () => {
    const { database, inbox, id, told } = await dead();
    database.interpose = async ({ name }, send) => {
      if (name === "get") throw new Error("no answer");
      return send();
    };
    await expect(inbox.retry(id)).rejects.toThrow("no answer");
    await expect.poll(() => told, { timeout: 10_000 }).toHaveLength(1);
    expect(await inbox.list({ status: "pending" })).toMatchObject([{ id: told[0] }]);
  });

  test("comes before what comes behind it, though that is found first", async () => {
    const { database, inbox, id, told, other } = await dead();
    let next = 0;
    database.interpose = async ({ name }, send) => {
      if (name !== "get") return send();
      const item = await send();
      next = (await other.claim(entry(["m2"]))).id;
      await expect.poll(() => told, { timeout: 10_000 }).toContain(next);
      return item;
    };
    const again = await inbox.retry(id);
    expect([...new Set(told)]).toEqual([again, next]);
  });
});
