import { randomBytes } from "node:crypto";
import pg from "pg";
import { onTestFinished } from "vitest";
import { databaseUrl } from "./for-tests.ts";

/** A connection of the superuser for the running test. */
export async function superuser(): Promise<pg.Client> {
  return connected(await databaseUrl());
}

/** A connection for the running test. */
export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

/**
 * A role for the running test that may log in and nothing else, dropped after it with all that it owns.
 *
 * @param grant what it may beside that, as SQL in which `ROLE` is the role and `BASE` the database
 * @returns its name, and the URL by which it connects
 */
export async function freshRole(grant = "select"): Promise<{ readonly name: string; readonly url: string }> {
  const url = new URL(await databaseUrl());
  const name = `test_${randomBytes(6).toString("hex")}`;
  const client = await superuser();
  const base = url.pathname.slice(1);
  await client.query(`create role ${name} login password '${name}'`);
  await client.query(grant.replaceAll("ROLE", name).replaceAll("BASE", `"${base}"`));
  onTestFinished(async () => {
    const last = new pg.Client(url.href);
    await last.connect();
    await last.query(`drop owned by ${name} cascade; drop role ${name}`);
    await last.end();
  });
  const own = new URL(url);
  own.username = name;
  own.password = name;
  return { name, url: own.href };
}
