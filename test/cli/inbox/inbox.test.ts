import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Inbox } from "../../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { runInbox as run } from "../../support/cli/inbox.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

let file: string;
let inbox: Inbox;

/** A gateway has the inbox open all the time. */
beforeEach(async () => {
  file = join(tempFolder(), "inbox.db");
  const opened = await openSqliteInbox({ file, now: () => Date.UTC(2026, 4, 23, 3, 37, 33) });
  onTestFinished(() => opened.close());
  inbox = opened;
  await inbox.claim(
    entry(["om_1"], { sessionKey: "agent:main:feishu:direct:ou_1", event: { text: "secret" } }),
  );
  const dead = await inbox.claim(entry(["om_2", "ev_2"], { event: { text: "secret" } }));
  await inbox.start(dead.id);
  await inbox.fail(dead.id, { error: "the agent answered 500\u001b[2J" });
  const done = await inbox.claim(entry(["om_3"]));
  await inbox.complete(done.id);
});

const json = async (...args: string[]) => JSON.parse((await run(...args, "--file", file, "--json")).stdout);

describe("inbox list", () => {
  test("shows rows as a table, without texts and without steering the terminal", async () => {
    const { code, stdout } = await run("list", "--file", file);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /1 +│ pending +│ +0 │ 2026-05-2\d \d\d:\d\d:33 [+-]\d\d:\d\d │ agent:main:feishu:direct:ou_1 │ om_1/,
    );
    expect(stdout).toMatch(/2 +│ dead +│ +1 .* om_2 .* the agent answered 500\\u001b\[2J/);
    expect(stdout).toMatch(/3 +│ done .* completed/);
    expect(stdout).not.toContain("secret");
    expect(stdout).not.toContain("\u001b");
  });

  test("begins with the newest, and says how many more there are", async () => {
    const { stdout } = await run("list", "--file", file, "--limit", "2");
    expect(stdout).toMatch(/│ +3 │.*│ +2 │.*\n1 more: --before 2, or --limit\n$/s);
    const next = await run("list", "--file", file, "--limit", "2", "--before", "2");
    expect(next.stdout).toMatch(/│ +1 │[^\n]*\n└[─┴]+┘\n$/);
  });

  test("finds what was not answered", async () => {
    const dropped = await inbox.claim(entry(["om_4"]));
    await inbox.complete(dropped.id, "expired");
    expect(await json("list", "--unanswered")).toMatchObject([{ id: 4, outcome: "expired" }, { id: 2 }]);
  });

  test("filters, and prints JSON", async () => {
    expect(await json("list", "--status", "dead")).toMatchObject([
      { id: 2, ids: ["om_2", "ev_2"], attempts: 1 },
    ]);
    expect(await json("list", "--session", "agent:main:feishu:direct:ou_1")).toMatchObject([{ id: 1 }]);
    expect(await json("list", "--identity", "om_3")).toMatchObject([{ id: 3, status: "done" }]);
    expect(await json("list", "--after", "1", "--limit", "1")).toMatchObject([{ id: 2 }]);
    expect((await json("list"))[0]).not.toHaveProperty("event");
  });
});

describe("inbox show", () => {
  test("prints a row, and its event only when asked", async () => {
    const plain = await run("show", "2", "--file", file);
    expect(plain.stdout).toMatch(/identities +│ om_2 +│\n│ +│ ev_2/);
    expect(plain.stdout).toContain("the agent answered 500\\u001b[2J");
    expect(plain.stdout).not.toContain("secret");
    expect((await run("show", "2", "--payload", "--file", file)).stdout).toContain('"text": "secret"');
    expect(await json("show", "2")).not.toHaveProperty("event");
    expect(await json("show", "2", "--payload")).toHaveProperty("event", { text: "secret" });
  });

  test("says that there is no such row", async () => {
    const { code, stderr, stdout } = await run("show", "99", "--file", file);
    expect({ code, stderr, stdout }).toEqual({
      code: 1,
      stderr: "feishu-dispatch-dedup: row 99 is not in the inbox\n",
      stdout: "",
    });
  });
});

describe("inbox retry and drop", () => {
  test("put a dead letter back while the gateway runs", async () => {
    expect(await run("retry", "2", "--file", file)).toMatchObject({
      code: 0,
      stdout: "2 is pending again, as 4\n",
      stderr: "",
    });
    expect(await inbox.start(4)).toBe(1);
  });

  test("put back what ended without an answer, and name what cannot be", async () => {
    const stopped = await inbox.claim(entry(["om_4"]));
    await inbox.complete(stopped.id, "stopped");
    const { code, stdout, stderr } = await run("retry", "3", "4", "--file", file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "4 is pending again, as 5\n" });
    expect(stderr).toMatch(/: row 3 cannot be put back: it was answered/);
  });

  test("end rows, and name those that cannot be ended", async () => {
    const { code, stdout, stderr } = await run("drop", "1", "2", "3", "--file", file);
    expect(code).toBe(1);
    expect(stdout).toBe("1 is dropped\n2 is dropped\n");
    expect(stderr).toBe("feishu-dispatch-dedup: row 3 has nothing that could be dropped\n");
    expect(await inbox.start(1)).toBeUndefined();
  });

  test("print JSON", async () => {
    expect(await json("retry", "2")).toEqual([{ id: 2, became: "pending", as: 4 }]);
    expect(await json("drop", "4")).toEqual([{ id: 4, became: "dropped" }]);
  });
});

describe("inbox stats", () => {
  test("counts", async () => {
    expect(await json("stats")).toMatchObject({ pending: 1, dead: 1, done: 1 });
    expect((await run("stats", "--file", file)).stdout).toMatch(
      /pending +│ 1.*oldest pending │ 2026-05-2\d \d\d:\d\d:33 /s,
    );
  });
});

test.each([
  [["list"], "ERR_INVALID_ARGUMENT"],
  [["list", "--file", "x", "--config", "x"], "ERR_INVALID_ARGUMENT"],
  [["list", "--config", "/no/such/gateway.json5"], "ERR_CONFIG_UNREADABLE"],
  [["show", "two", "--file", "x"], "commander.invalidArgument"],
  [["retry", "1.5", "--file", "x"], "commander.invalidArgument"],
  [["list", "--file", "x", "--status", "lost"], "commander.invalidArgument"],
  [["list", "--file", "/no/such/inbox.db"], "ERR_INVALID_OPTION"],
])("refuses %j", async (args, code) => {
  expect(await run(...args)).toMatchObject({ code, stdout: "" });
});
