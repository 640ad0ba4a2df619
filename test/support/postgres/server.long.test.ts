import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { canStartPostgres, databaseUrl, freshSchema, hasPostgres } from "./for-tests.ts";
import { startPostgres } from "./server.ts";

async function connect(url: string) {
  const client = new pg.Client(url);
  const lost = once(client, "error").then(() => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return { client, lost };
}

test.runIf(canStartPostgres())(
  "what was committed is there after a crash, and nobody is connected",
  async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const { client, lost } = await connect(server.url);
    await client.query("create table kept (what text)");
    await client.query("insert into kept values ('this')");
    await server.restart("immediate");
    await lost;
    const again = await connect(server.url);
    expect((await again.client.query("select what from kept")).rows).toEqual([{ what: "this" }]);
  },
);

test.runIf(canStartPostgres())("nothing is left after it has stopped", async () => {
  const server = await startPostgres();
  const { lost } = await connect(server.url);
  await server.stop();
  await lost;
  expect(existsSync(server.folder)).toBe(false);
  await expect(connect(server.url)).rejects.toThrow("ECONNREFUSED");
});

test.runIf(canStartPostgres())(
  "it ends with the process that started it, also when that one is killed",
  async () => {
    const file = new URL("./child/start.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const { url, folder } = JSON.parse(line);
    const { lost } = await connect(url);
    child.kill("SIGKILL");
    await lost;
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 30_000 });
  },
);

test.runIf(hasPostgres())("tests share a database, each with a schema of its own", async () => {
  const url = await databaseUrl();
  expect(await databaseUrl()).toBe(url);
  const { client } = await connect(url);
  const schemas = [freshSchema(), freshSchema()];
  for (const schema of schemas) await client.query(`create schema ${schema}`);
  expect(new Set(schemas).size).toBe(2);
});
