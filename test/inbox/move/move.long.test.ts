import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { move } from "../../../src/inbox/move/move.ts";
import { KEPT } from "../../../src/inbox/rules/limits.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { contents, inhabit, NAMES } from "../../support/inbox/move/inhabited.ts";
import { freshStore, type Kind, type Store } from "../../support/inbox/move/stores.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

async function moved(from: Store, to: Store) {
  const source = await from.openMovable(true);
  try {
    const target = await to.openMovable(false);
    try {
      return await move(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** What is done with an inbox, as by a gateway. */
async function within<T>(store: Store, work: (inbox: Awaited<ReturnType<Store["open"]>>) => Promise<T>) {
  const inbox = await store.open();
  try {
    return await work(inbox);
  } finally {
    await inbox.close();
  }
}

function unnumbered(rows: Awaited<ReturnType<typeof contents>>) {
  return rows.map((row) => ({ ...row, id: undefined }));
}

const ways: Array<[Kind, Kind]> = hasPostgres()
  ? [
      ["sqlite", "postgres"],
      ["postgres", "sqlite"],
    ]
  : [["sqlite", "sqlite"]];
const COUNTS = { pending: 6, dead: 1, done: 2, identities: 18 };

describe.each(ways)("from %s to %s", (from, to) => {
  const both = async () => [await freshStore(from), await freshStore(to)] as const;

  test("every row comes as it was, in its order, and is known by all its names", async () => {
    const [source, target] = await both();
    await within(source, inhabit);
    const before = await within(source, contents);
    expect(await moved(source, target)).toEqual(COUNTS);
    await within(target, async (inbox) => {
      expect(await contents(inbox)).toEqual(before);
      for (const name of NAMES)
        for (const id of [name, `${name}:content`])
          expect((await inbox.claim(entry([id]))).status).not.toBe("accepted");
      const fresh = await inbox.claim(entry(["fresh"]));
      expect(fresh.status).toBe("accepted");
      expect(fresh.id).toBeGreaterThan(Math.max(...before.map((row) => row?.id ?? 0)));
    });
    expect(await within(source, contents)).toEqual([]);
    expect(await moved(source, target)).toEqual({ pending: 0, dead: 0, done: 0, identities: 0 });
  });

  test("what ended without an answer is put back there, and what was answered is not", async () => {
    const [source, target] = await both();
    await within(source, async (inbox) => {
      for (const outcome of [...KEPT, "recalled", "completed"]) {
        const { id } = await inbox.claim(entry([outcome], { event: { text: outcome } }));
        await inbox.complete(id, outcome);
      }
    });
    await moved(source, target);
    await within(target, async (inbox) => {
      const rows = await inbox.list();
      const back = await Promise.all(rows.map(({ id }) => inbox.retry(id)));
      const items = await Promise.all(back.map((id) => (id === undefined ? undefined : inbox.get(id))));
      const kept = KEPT.map((text) => ({ status: "pending", ids: [text], event: { text }, error: text }));
      expect(items).toMatchObject([...kept, undefined, undefined]);
    });
  });

  test.each(["half way", "before the end"])("killed %s, it is done by doing it again", async (when) => {
    const [source, target] = await both();
    await within(source, inhabit);
    const before = await within(source, contents);
    const program = fileURLToPath(new URL("../../support/inbox/move/child.ts", import.meta.url));
    const places = [source, target].map(({ place }) => JSON.stringify(place));
    const child = spawn(process.execPath, [program, ...places, when], { stdio: "inherit" });
    onTestFinished(() => void child.kill("SIGKILL"));
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    expect(await within(target, contents)).toHaveLength(when === "half way" ? 0 : before.length);
    expect(await moved(source, target)).toEqual(COUNTS);
    // A transaction that was taken back may have used up numbers.
    expect(unnumbered(await within(target, contents))).toEqual(unnumbered(before));
    expect(await within(source, contents)).toEqual([]);
  });

  test("what was moved on may come back, and is not taken for what was there before", async () => {
    const [source, target] = await both();
    const other = await freshStore(from);
    await within(source, inhabit);
    const before = await within(source, contents);
    await moved(source, target);
    await moved(target, other);
    expect(await within(other, contents)).toEqual(before);
    expect(await moved(other, target)).toEqual(COUNTS);
    expect(unnumbered(await within(target, contents))).toEqual(unnumbered(before));
  });

  test("it goes into an inbox with other work, behind it", async () => {
    const [source, target] = await both();
    await within(source, inhabit);
    await within(target, (inbox) => inbox.claim(entry(["other"], { sessionKey: "other" })));
    const before = await within(source, contents);
    await moved(source, target);
    const after = await within(target, contents);
    expect(after.map((row) => row?.ids[0])).toEqual(["other", ...before.map((row) => row?.ids[0])]);
  });

  test("rows of a session in which others wait already are refused, and stay", async () => {
    const [source, target] = await both();
    await within(source, inhabit);
    await within(target, (inbox) => inbox.claim(entry(["other"], { sessionKey: "s1" })));
    await expect(moved(source, target)).rejects.toMatchObject({
      code: "ERR_INBOX_COLLISION",
      message: expect.stringContaining("rows wait in sessions of which rows would come, e.g. row 3"),
    });
    expect(await within(target, contents)).toHaveLength(1);
    expect(await within(source, contents)).toHaveLength(9);
  });

  test("rows that the target knows in part are refused, and stay", async () => {
    const [source, target] = await both();
    await within(source, inhabit);
    await within(target, async (inbox) => {
      const { id } = await inbox.claim(entry(["elsewhere:content"], { sessionKey: "other" }));
      await inbox.complete(id);
    });
    await expect(moved(source, target)).rejects.toMatchObject({
      code: "ERR_INBOX_COLLISION",
      message: expect.stringContaining("knows some of the same messages"),
    });
    expect(await within(target, contents)).toHaveLength(1);
    expect(await within(source, contents)).toHaveLength(9);
  });

  test("while a gateway has either, nothing is moved", async () => {
    const [source, target] = await both();
    await within(source, inhabit);
    for (const held of [source, target])
      await within(held, async () => {
        await expect(moved(source, target)).rejects.toMatchObject({ code: "ERR_INBOX_HELD" });
      });
    expect(await within(source, contents)).toHaveLength(9);
  });

  test("more rows than are carried at once come in their order", async () => {
    const [source, target] = await both();
    const names = Array.from({ length: 1203 }, (_, n) => `m${n}`);
    await within(source, (inbox) => Promise.all(names.map((name) => inbox.claim(entry([name])))));
    expect(await moved(source, target)).toEqual({ pending: 1203, dead: 0, done: 0, identities: 1203 });
    await within(target, async (inbox) => {
      const found: string[] = [];
      for await (const { ids } of inbox.pending()) found.push(...ids);
      expect(found).toEqual(names);
    });
  });
});

test.runIf(hasPostgres())("a gateway that was killed is waited for by its lease, and named", async () => {
  const [source, target] = [await freshStore("postgres"), await freshStore("sqlite")];
  await within(source, inhabit);
  const client = await superuser();
  const table = `${"schema" in source.place ? source.place.schema : ""}.gateway`;
  await client.query(`insert into ${table} (name, lease_ms) values ('bot-7', 60000)`);
  await expect(moved(source, target)).rejects.toMatchObject({
    code: "ERR_INBOX_HELD",
    message: expect.stringMatching(
      /is used by the gateway bot-7, .*one that was killed counts as gone 60 s later/,
    ),
  });
  await client.query(`update ${table} set heartbeat_at = now() - interval '61 s' where name = 'bot-7'`);
  expect(await moved(source, target)).toEqual(COUNTS);
});

test("an inbox that is not there is no empty one", async () => {
  const [source, target] = [await freshStore("sqlite"), await freshStore("sqlite")];
  await expect(moved(source, target)).rejects.toThrow("There is no inbox");
});
