import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { placeNamed, placeOf } from "../../../src/cli/inbox/place.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { runInbox } from "../../support/cli/inbox.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";

let folder: string;
beforeEach(() => {
  folder = tempFolder();
});

function configWith(inbox: object, name = "gateway.json5"): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ inbox }));
  return file;
}

test("a config names a file beside it", async () => {
  const config = configWith({ kind: "sqlite", file: "rows.db" });
  expect(await placeOf({ config })).toEqual({ kind: "sqlite", file: join(folder, "rows.db") });
});

test("what no other process can see is refused by name", async () => {
  const config = configWith({ kind: "memory" });
  const { code, message } = await runInbox("list", "--config", config);
  expect(code).toBe("ERR_INVALID_ARGUMENT");
  expect(message).toContain(`${config}: inbox: expected sqlite or postgres, got memory`);
});

test("one word names a config or a file, by what it holds", async () => {
  const odd = configWith({ kind: "sqlite", file: "rows.db" }, "gateway.conf");
  const database = join(folder, "inbox.json5");
  await (await openSqliteInbox({ file: database })).close();
  const fresh = join(folder, "fresh.db");
  expect(await placeNamed(odd)).toMatchObject({ file: join(folder, "rows.db") });
  expect(await placeNamed(database)).toEqual({ kind: "sqlite", file: database });
  expect(await placeNamed(fresh)).toEqual({ kind: "sqlite", file: fresh });
  await expect(placeNamed(join(folder, "none.json5"))).rejects.toThrow("cannot read the config");
});

test("an SQLite inbox is worked on by its gateway's config", async () => {
  const config = configWith({ kind: "sqlite", file: "rows.db" });
  const inbox = await openSqliteInbox({ file: join(folder, "rows.db") });
  onTestFinished(() => inbox.close());
  await inbox.claim(entry(["om_1"]));
  const { stdout } = await runInbox("list", "--config", config, "--json");
  expect(JSON.parse(stdout)).toMatchObject([{ id: 1, ids: ["om_1"] }]);
});

test.runIf(hasPostgres())("so is one in PostgreSQL, while its gateway runs", async () => {
  const [url, schema] = [await databaseUrl(), freshSchema()];
  const config = configWith({ kind: "postgres", url: { env: "TEST_INBOX_URL" }, schema });
  vi.stubEnv("TEST_INBOX_URL", url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const inbox = await openPostgresInbox({ url, schema });
  onTestFinished(() => inbox.close());
  const { id } = await inbox.claim(entry(["om_1"], { event: { text: "secret" } }));
  await inbox.start(id);
  await inbox.fail(id, { error: "the agent answered 500" });
  const json = async (...args: string[]) =>
    JSON.parse((await runInbox(...args, "--config", config, "--json")).stdout);
  expect(await json("list", "--status", "dead")).toMatchObject([{ id, error: "the agent answered 500" }]);
  expect(await json("show", `${id}`, "--payload")).toMatchObject({ event: { text: "secret" } });
  const [{ as }] = await json("retry", `${id}`);
  expect(await json("stats")).toMatchObject({ pending: 1, dead: 0, done: 0 });
  expect(await json("drop", `${as}`)).toEqual([{ id: as, became: "dropped" }]);
  expect(await json("list", "--identity", "om_1")).toMatchObject([{ status: "done", outcome: "dropped" }]);
});
