import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { runInbox } from "../../support/cli/inbox.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";

async function fileWith(name: string): Promise<string> {
  const file = join(tempFolder(), "inbox.db");
  const inbox = await openSqliteInbox({ file });
  await inbox.claim(entry([name, `${name}:content`]));
  await inbox.close();
  return file;
}

test.runIf(hasPostgres())("a file's rows go to the database that a config names, and back", async () => {
  const file = await fileWith("om_1");
  const [url, schema] = [await databaseUrl(), freshSchema()];
  const config = join(tempFolder(), "gateway.json5");
  writeFileSync(config, JSON.stringify({ inbox: { kind: "postgres", url, schema } }));
  const there = await runInbox("move", "--from", file, "--to", config);
  expect(there.code).toBe(0);
  expect(there.stdout).toMatch(
    /^moved 1 pending, 0 dead and 0 remembered rows with 2 identities from the inbox \S+inbox\.db to the inbox at \S+, schema test_\w+\n$/,
  );
  expect(there.stdout).not.toContain(new URL(url).password);
  const inbox = await openPostgresInbox({ url, schema });
  expect(await inbox.list()).toMatchObject([{ ids: ["om_1", "om_1:content"] }]);
  expect(await runInbox("move", "--from", config, "--to", file)).toMatchObject({ code: "ERR_INBOX_HELD" });
  await inbox.close();
  expect(await runInbox("move", "--from", config, "--to", config)).toMatchObject({
    code: "ERR_INBOX_LOCKED",
    message: expect.stringContaining("tables that another program holds locked"),
  });
  const back = await runInbox("move", "--from", config, "--to", file, "--json");
  expect(JSON.parse(back.stdout)).toMatchObject({ pending: 1, dead: 0, done: 0, identities: 2 });
});

test("a gateway that has the file is named, and keeps its rows", async () => {
  const file = await fileWith("om_1");
  const inbox = await openSqliteInbox({ file });
  const { code, message } = await runInbox("move", "--from", file, "--to", join(tempFolder(), "new.db"));
  expect(code).toBe("ERR_INBOX_HELD");
  expect(message).toContain(`process ${process.pid}`);
  expect(await inbox.list()).toHaveLength(1);
  await inbox.close();
});

test("an inbox cannot be moved onto itself", async () => {
  const file = await fileWith("om_1");
  expect(await runInbox("move", "--from", file, "--to", file)).toMatchObject({ code: "ERR_INBOX_HELD" });
});
