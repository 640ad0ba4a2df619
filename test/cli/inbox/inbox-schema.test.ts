import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MIGRATIONS } from "../../../src/inbox/postgres/database/migrations.ts";
import { grantsFor } from "../../../src/inbox/postgres/roles.ts";
import { openPostgresInboxAdmin } from "../../../src/inbox/postgres.ts";
import { runInbox } from "../../support/cli/inbox.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";

function configWith(inbox: object): string {
  const file = join(tempFolder(), "gateway.json5");
  writeFileSync(file, JSON.stringify({ inbox }));
  return file;
}

test.runIf(hasPostgres())("inbox migrate makes the schema, and may be run again", async () => {
  const [url, schema] = [await databaseUrl(), freshSchema()];
  const config = configWith({ kind: "postgres", url, schema });
  for (const _ of ["first", "again"])
    expect(await runInbox("migrate", "--config", config)).toMatchObject({
      code: 0,
      stdout: `schema ${schema} has format ${MIGRATIONS.length}\n`,
    });
  await (await openPostgresInboxAdmin({ url, schema })).close();
});

test("inbox grants prints SQL for the schema of the config, and connects to nothing", async () => {
  const config = configWith({ kind: "postgres", url: "postgres://127.0.0.1:1/bots", schema: "bots" });
  const { code, stdout } = await runInbox("grants", "--config", config, "--role", "gateway");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${grantsFor("bots", "gateway").join("\n")}\n` });
});

test("an SQLite inbox needs neither", async () => {
  const config = configWith({ kind: "sqlite" });
  const { code, message } = await runInbox("migrate", "--config", config);
  expect(code).toBe("ERR_INVALID_ARGUMENT");
  expect(message).toContain("inbox: expected postgres, got sqlite, whose file needs none of this");
});
