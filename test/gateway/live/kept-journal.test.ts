import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messageIdentity } from "../../../src/feishu/index.ts";
import { checkConfig, startGateway } from "../../../src/gateway/index.ts";
import { JournalFile } from "../../../src/gateway/journal/keep/journal-file.ts";
import { toHash } from "../../../src/inbox/rules/hash.ts";
import { configOf } from "../../support/gateway/config.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";

const over = ({ facts, until }: World, count: number) =>
  until("the end", () => facts.filter(({ type }) => type === "ended").length === count);

test("facts are kept over a restart, found by a message's id, and hold neither ids nor texts", async () => {
  const world = await startWorld({ config: { journal: { days: 1 } } });
  const message = world.say.text({ user: "alice" }, "what nobody else should read");
  world.feishu.deliver(message);
  await over(world, 1);
  await world.gateway.close();
  await world.restart();
  world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
  await over(world, 2);
  const first = world.facts.filter((fact) => "row" in fact && fact.row === 1);
  // Everything that was noted before a gateway was closed is kept.
  const path = join(world.folder, "inbox.sqlite.journal");
  const file = await JournalFile.open(path);
  const kept = [...file.read({ row: 1 })];
  file.close();
  expect(kept.map(({ type, seq }) => [type, seq])).toEqual(first.map(({ type, seq }) => [type, seq]));
  const hash = toHash(messageIdentity(message.event.message.message_id, { account: "default" })).toString(
    "hex",
  );
  expect(kept.find((fact) => fact.type === "received")).toMatchObject({
    messageId: hash,
    ids: expect.arrayContaining([hash]),
  });
  const bytes = readFileSync(path, "latin1") + readFileSync(`${path}-wal`, "latin1");
  const { message_id } = message.event.message;
  for (const secret of [message_id, message.header.event_id, "nobody else"])
    expect(bytes).not.toContain(secret);
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

test("days are refused where there is no file to keep facts beside", async () => {
  const config = configOf("http://127.0.0.1:1", "http://127.0.0.1:1", {
    config: { inbox: { kind: "memory" }, journal: { days: 3 } },
  });
  await expect(startGateway(checkConfig(config, "gateway.json5"))).rejects.toMatchObject({
    code: "ERR_INVALID_CONFIG",
    message: expect.stringMatching(/journal\.days: expected 0, .*"sqlite".*"memory", got 3$/),
  });
});
