import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { checkServer } from "../../../src/inbox/postgres/database/check-server.ts";
import { MIGRATIONS } from "../../../src/inbox/postgres/database/migrations.ts";
import { openPostgresInbox, openPostgresInboxAdmin } from "../../../src/inbox/postgres.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { canStartPostgres, databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";
import { Pooler, type PoolMode } from "../../support/postgres/pooler.ts";
import { freshRole, superuser } from "../../support/postgres/roles.ts";
import { startPostgres } from "../../support/postgres/server.ts";

/** What opening an inbox there is refused with, without any secret. */
async function refusal(url: string, schema = "feishu_dispatch") {
  const error: unknown = await openPostgresInbox({ url, schema }).catch((it) => it);
  if (!(error instanceof Error)) throw new Error("it was opened");
  const { password } = new URL(url);
  if (password) expect(error.message).not.toContain(password);
  return error;
}

test.runIf(hasPostgres())("a wrong password", async () => {
  const { url, name } = await freshRole();
  const wrong = new URL(url);
  wrong.password = "not-the-password";
  expect(await refusal(wrong.href)).toMatchObject({
    code: "ERR_INBOX_DENIED",
    message: expect.stringContaining(
      "refuses this role. Check the user, the password and its rights. (28P01)",
    ),
  });
  expect((await refusal(wrong.href)).message).not.toContain(name);
});

test.runIf(hasPostgres())("a database that is not there", async () => {
  const url = new URL(await databaseUrl());
  url.pathname = "/no_such_database";
  expect(await refusal(url.href)).toMatchObject({
    code: "ERR_INBOX_UNREACHABLE",
    message: expect.stringMatching(/no_such_database.* is not there: the server has no such database/),
  });
});

test("nobody who listens", async () => {
  expect(await refusal("postgres://nobody:secret@127.0.0.1:1/bots")).toMatchObject({
    code: "ERR_INBOX_UNREACHABLE",
    message:
      "The inbox at 127.0.0.1:1/bots, schema feishu_dispatch cannot be reached. Check that it runs, and the network. (ECONNREFUSED)",
  });
});

test("a socket that is not there, as while the server of this machine restarts", async () => {
  const socket = `/tmp/no-socket-${process.pid}`;
  expect(await refusal(`postgres://nobody:secret@localhost/bots?host=${socket}`)).toMatchObject({
    code: "ERR_INBOX_UNREACHABLE",
    message: expect.stringContaining(`ENOENT ${socket}`),
  });
});

test.runIf(hasPostgres())("a server that cannot be reached in the way that was asked for", async () => {
  const url = new URL(await databaseUrl());
  url.searchParams.set("sslmode", "verify-full");
  url.searchParams.set("sslrootcert", "/no/such/ca.pem");
  expect(await refusal(url.href)).toMatchObject({
    code: "ERR_INBOX_UNREACHABLE",
    message: expect.stringContaining("/no/such/ca.pem"),
  });
});

test.runIf(hasPostgres())("a schema of a newer release", async () => {
  const [url, schema] = [await databaseUrl(), freshSchema()];
  await (await openPostgresInbox({ url, schema })).close();
  await (await superuser()).query(`insert into ${schema}.migration (version) values (99)`);
  const expected = {
    code: "ERR_INBOX_VERSION",
    message: expect.stringContaining(
      `was written by a newer release (format 99, this one knows ${MIGRATIONS.length})`,
    ),
  };
  expect(await refusal(url, schema)).toMatchObject(expected);
  await expect(openPostgresInboxAdmin({ url, schema })).rejects.toMatchObject(expected);
});

test.runIf(hasPostgres())("an operator where no gateway has been yet", async () => {
  const options = { url: await databaseUrl(), schema: freshSchema() };
  await expect(openPostgresInboxAdmin(options)).rejects.toMatchObject({ code: "ERR_INBOX_VERSION" });
});

test.runIf(canStartPostgres())("a standby, by which an operator may look on all the same", async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  await (await openPostgresInbox({ url: server.url })).close();
  await server.end();
  writeFileSync(join(server.folder, "data", "standby.signal"), "", { mode: 0o666 });
  await server.start();
  for (const schema of ["feishu_dispatch", "another"])
    expect(await refusal(server.url, schema)).toMatchObject({
      code: "ERR_INBOX_READONLY",
      message: expect.stringContaining("it is a standby, or read-only. Connect to the primary."),
    });
  const admin = await openPostgresInboxAdmin({ url: server.url });
  expect(await admin.stats()).toMatchObject({ pending: 0 });
  await admin.close();
});

/** A server as it answers the check. @param pids of the processes that answer, the last one for ever */
function serverOf(answer: object, ...pids: number[]): Client {
  const query = async () => ({
    rows: [
      { pid: (pids.length > 1 ? pids.shift() : pids[0]) ?? 7, standby: false, version: 170_000, ...answer },
    ],
  });
  const nothing = async () => {};
  return { processID: 7, query, connect: nothing, end: nothing, on: nothing } as never;
}

const nobody = () => {
  throw new Error("nobody else was to be asked");
};

test("a PostgreSQL that ends no idle sessions", async () => {
  await expect(checkServer(serverOf({ version: 130_022 }), "db/bots", nobody)).rejects.toMatchObject({
    code: "ERR_INBOX_UNSUPPORTED",
    message: "The inbox at db/bots is on PostgreSQL 13. It needs 14 or newer.",
  });
  await expect(checkServer(serverOf({ version: 140_000 }), "db/bots", nobody)).resolves.toBeUndefined();
});

describe("a pooler, which tells numbers of its own", () => {
  test.each([
    ["gives another transaction what one has just had", [8, 8, 9], [8]],
    ["gives one what another one does not need", [8, 8, 9], [10, 9]],
    ["gives another connection after all", [8, 8, 8, 8, 8, 8, 9], [10]],
  ])("is refused when it %s", async (_, pids, others) => {
    const check = checkServer(serverOf({}, ...pids), "db/bots", () => serverOf({}, ...others));
    await expect(check).rejects.toMatchObject({
      code: "ERR_INBOX_POOLED",
      message: expect.stringContaining("a pool in session mode"),
    });
  });

  test("is as good as the server when each keeps its own", async () => {
    const check = checkServer(serverOf({}, 8), "db/bots", () => serverOf({}, 9));
    await expect(check).resolves.toBeUndefined();
  });
});

describe.runIf(hasPostgres())("a pooler in front of a real server", () => {
  async function behind(mode: PoolMode): Promise<string> {
    const url = new URL(await databaseUrl());
    const pooler = await Pooler.start(url, mode);
    onTestFinished(() => pooler.close());
    url.host = `127.0.0.1:${pooler.port}`;
    return url.href;
  }

  test("is refused in transaction mode", async () => {
    expect(await refusal(await behind("transaction"), freshSchema())).toMatchObject({
      code: "ERR_INBOX_POOLED",
      message: expect.stringContaining("is behind a pooler that shares connections"),
    });
  });

  test("carries an inbox in session mode", async () => {
    const inbox = await openPostgresInbox({ url: await behind("session"), schema: freshSchema() });
    const { id } = await inbox.claim(entry(["om_1"]));
    expect(await inbox.start(id)).toBe(1);
    await inbox.complete(id);
    expect(await inbox.stats()).toMatchObject({ pending: 0, done: 1 });
    await inbox.close();
  });
});

test("no pg", async () => {
  vi.doMock("pg", () => {
    throw new Error("Cannot find package 'pg'");
  });
  onTestFinished(() => void vi.doUnmock("pg"));
  vi.resetModules();
  const { openPostgresInbox: open } = await import("../../../src/inbox/postgres.ts");
  await expect(open({ url: "postgres://127.0.0.1:1/bots" })).rejects.toMatchObject({
    code: "ERR_DRIVER_MISSING",
    message: expect.stringContaining("npm install pg"),
  });
});

test.each([
  "mysql://db/bots",
  "postgres://me:p@ss/word@db/bots",
  "postgres://me:1#ss@db/bots",
  "postgres://me:1?ss@db/bots",
  "db",
])("%s is no URL of one", async (url) => {
  await expect(openPostgresInbox({ url })).rejects.toMatchObject({
    code: "ERR_INVALID_OPTION",
    message: expect.stringContaining("url: expected a URL: postgres://user:password@host/database"),
  });
});
