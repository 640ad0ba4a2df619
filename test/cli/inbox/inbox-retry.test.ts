import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { KEPT } from "../../../src/inbox/rules/limits.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { runInbox } from "../../support/cli/inbox.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";

/** An inbox that a gateway has open, and the config that names it. */
async function gatewayWith(kind: string) {
  const folder = tempFolder();
  const config = join(folder, "gateway.json5");
  const file = join(folder, "inbox.db");
  const database = kind === "postgres" && { url: await databaseUrl(), schema: freshSchema() };
  writeFileSync(config, JSON.stringify({ inbox: database ? { kind, ...database } : { kind, file } }));
  const inbox = await (database ? openPostgresInbox(database) : openSqliteInbox({ file }));
  onTestFinished(() => inbox.close());
  const json = async (...args: string[]) =>
    JSON.parse((await runInbox(...args, "--config", config, "--json")).stdout);
  return { inbox, config, json };
}

const ENDINGS = [...KEPT, "dead"];

describe.each(hasPostgres() ? ["sqlite", "postgres"] : ["sqlite"])("the inbox of a config: %s", (kind) => {
  test("whatever was not answered is listed, and runs again in its session when it is put back", async () => {
    const { inbox, json } = await gatewayWith(kind);
    const back: unknown[] = [];
    inbox.watch({ retried: ({ id }) => void back.push(id), arrived: ({ id }) => void back.push(id) });
    for (const ending of [...ENDINGS, "completed"]) {
      const { id } = await inbox.claim(entry([ending], { event: { text: ending }, sessionKey: ending }));
      if (ending === "dead") await inbox.fail(id, { error: "no" });
      else await inbox.complete(id, ending);
    }
    const rows: Array<{ id: number }> = await json("list", "--unanswered");
    expect(rows).toMatchObject(
      ENDINGS.toReversed().map((ending) => (ending === "dead" ? { status: ending } : { outcome: ending })),
    );
    const put: Array<{ as: number }> = await json("retry", ...rows.map(({ id }) => `${id}`));
    expect(put).toHaveLength(ENDINGS.length);
    expect(await json("list", "--unanswered")).toEqual([]);
    await expect.poll(() => back.toSorted()).toEqual(put.map(({ as }) => as).toSorted());
    const events = await Promise.all(put.map(async ({ as }) => (await inbox.get(as))?.event));
    expect(events).toEqual(ENDINGS.toReversed().map((text) => ({ text })));
    for (const { as } of put) expect(await inbox.start(as)).toBe(1);
  });

  test("what was answered, recalled or dropped is not put back", async () => {
    const { inbox, config } = await gatewayWith(kind);
    for (const outcome of ["completed", "recalled", "stopped"]) {
      const { id } = await inbox.claim(entry([outcome]));
      await inbox.complete(id, outcome);
    }
    const ids = (await inbox.list()).map(({ id }) => `${id}`);
    expect(await runInbox("drop", ids[2] ?? "", "--config", config)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await runInbox("retry", ...ids, "--config", config);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.match(/cannot be put back/g)).toHaveLength(3);
  });
});
