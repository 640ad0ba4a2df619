import { beforeEach, expect, test } from "vitest";
import { checkConfig } from "../../src/gateway/config/read-config.ts";
import { Revealer } from "../../src/gateway/config/reveal.ts";
import { openInbox, placeOfInbox } from "../../src/gateway/open-inbox.ts";
import { all, entry } from "../support/inbox/contract/bed.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../support/postgres/for-tests.ts";

let secrets: string[];
beforeEach(() => {
  secrets = [];
});

const open = async (inbox: object, env: NodeJS.ProcessEnv = {}) => {
  const config = checkConfig({ inbox }, "/etc/bots/gateway.json5");
  const revealer = new Revealer(config, { env, onSecret: (secret) => secrets.push(secret) });
  const place = await placeOfInbox(config, revealer);
  return { place, inbox: () => openInbox(place) };
};

test("a config without one means a file beside it", async () => {
  const { place } = await open({ kind: "sqlite" });
  expect(place).toEqual({ kind: "sqlite", file: "/etc/bots/inbox.sqlite" });
});

test("a database is what the config's secret says, and keeps the inbox's own defaults", async () => {
  const DATABASE_URL = "postgres://gateway:secret@db.example.com/bots";
  const { place } = await open({ kind: "postgres", url: { env: "DATABASE_URL" } }, { DATABASE_URL });
  expect(place).toEqual({
    kind: "postgres",
    url: DATABASE_URL,
    schema: "feishu_dispatch",
    leaseMs: 15_000,
    graceMs: 3000,
  });
  expect(secrets).toEqual([DATABASE_URL]);
});

test.runIf(hasPostgres())("it is opened with what the config says of it", async () => {
  const keys = { schema: freshSchema(), leaseMs: 4000, graceMs: 500, name: "bot-1" };
  const opened = await open({ kind: "postgres", url: await databaseUrl(), ...keys });
  const inbox = await opened.inbox();
  await inbox.claim(entry(["om_1"]));
  expect(await all(inbox)).toMatchObject([{ ids: ["om_1"] }]);
  await inbox.close();
});
