import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messageIdentity } from "../../../src/feishu/index.ts";
import { checkConfig, startGateway } from "../../../src/gateway/index.ts";
import { JournalFile } from "../../../src/gateway/journal/keep/journal-file.ts";
import type { JournalStore } from "../../../src/gateway/journal/keep/journal-store.ts";
import { JournalTable } from "../../../src/gateway/journal/keep/journal-table.ts";
import { toHash } from "../../../src/inbox/rules/hash.ts";
import { configOf } from "../../support/gateway/config.ts";
import { inOrder } from "../../support/gateway/journal-contract.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

const over = ({ facts, until }: World, count: number) =>
  until("the end", () => facts.filter(({ type }) => type === "ended").length === count);

/** Where a gateway keeps facts, and how to get at all that is there. */
interface Place {
  readonly inbox: object;
  readonly open: (folder: string) => Promise<JournalStore>;
  readonly bytes: (folder: string) => Promise<string>;
}

const fileOf = (folder: string) => join(folder, "inbox.sqlite.journal");

const places: Record<string, () => Promise<Place>> = {
  "a file": async () => ({
    inbox: { kind: "sqlite" },
    open: (folder) => JournalFile.open(fileOf(folder)),
    bytes: async (folder) =>
      readFileSync(fileOf(folder), "latin1") + readFileSync(`${fileOf(folder)}-wal`, "latin1"),
  }),
  ...(hasPostgres() && {
    "a database": async () => {
      const at = { url: await databaseUrl(), schema: freshSchema() };
      const client = await superuser();
      return {
        inbox: { kind: "postgres", ...at },
        open: () => JournalTable.open(at),
        bytes: async () => JSON.stringify(await client.query(`select * from ${at.schema}.journal`)),
      };
    },
  }),
};

test.each(Object.keys(places))(
  "facts are kept in %s over a restart, found by a message's id, and hold neither ids nor texts",
  async (name) => {
    const place = await places[name]?.();
    if (!place) throw new Error(name);
    const world = await startWorld({ config: { inbox: place.inbox, journal: { days: 1 } } });
    const message = world.say.text({ user: "alice" }, "what nobody else should read");
    world.feishu.deliver(message);
    await over(world, 1);
    await world.gateway.close();
    await world.restart();
    world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
    await over(world, 2);
    const first = world.facts.filter((fact) => "row" in fact && fact.row === 1);
    // Everything that was noted before a gateway was closed is kept.
    const store = await place.open(world.folder);
    const kept = await inOrder(store.read({ row: 1 }));
    await store.close();
    expect(kept.map(({ type, seq }) => [type, seq])).toEqual(first.map(({ type, seq }) => [type, seq]));
    const { message_id } = message.event.message;
    const hash = toHash(messageIdentity(message_id, { account: "default" })).toString("hex");
    expect(kept.find((fact) => fact.type === "received")).toMatchObject({
      messageId: hash,
      ids: expect.arrayContaining([hash]),
    });
    const bytes = await place.bytes(world.folder);
    expect(bytes).toContain(hash);
    for (const secret of [message_id, message.header.event_id, "nobody else"])
      expect(bytes).not.toContain(secret);
  },
);

test.runIf(hasPostgres())("a table that is away costs no turn, and facts wait until it is back", async () => {
  const at = { url: await databaseUrl(), schema: freshSchema() };
  const world = await startWorld({ config: { inbox: { kind: "postgres", ...at }, journal: { days: 1 } } });
  const client = await superuser();
  await client.query(`alter table ${at.schema}.journal rename to elsewhere`);
  world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
  expect(await world.replies(1)).toEqual(["re: hello"]);
  const said = () => world.log.some(({ msg }) => msg === "the journal cannot be written to; its facts wait");
  await world.until("the fault", said);
  await client.query(`alter table ${at.schema}.elsewhere rename to journal`);
  await world.gateway.close();
  const { rows } = await client.query(
    `select fact ->> 'type' as type from ${at.schema}.journal order by seq`,
  );
  expect(rows.map(({ type }) => type)).toEqual(world.facts.map(({ type }) => type));
});

test("a journal that cannot be kept costs no turn", async () => {
  const world = await startWorld();
  await world.gateway.close();
  await mkdir(join(world.folder, "inbox.sqlite.journal"));
  await world.restart({ config: { journal: { days: 1 } } });
  world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
  expect(await world.replies(1)).toEqual(["re: hello"]);
  expect(world.log.map(({ msg }) => msg)).toContain("the journal cannot be kept");
});

test("days are refused where nothing is kept at all", async () => {
  const config = configOf("http://127.0.0.1:1", "http://127.0.0.1:1", {
    config: { inbox: { kind: "memory" }, journal: { days: 3 } },
  });
  await expect(startGateway(checkConfig(config, "gateway.json5"))).rejects.toMatchObject({
    code: "ERR_INVALID_CONFIG",
    message: expect.stringMatching(/journal\.days: expected 0, .*"memory".*, got 3$/),
  });
});
