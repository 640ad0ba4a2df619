import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createLog } from "../../src/gateway/log.ts";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { pageOf } from "../../src/timeline/page/page.ts";
import { traceOf } from "../../src/timeline/trace/chrome-trace.ts";
import { run } from "../support/cli/run.ts";
import { entry } from "../support/inbox/contract/bed.ts";
import { fixtureText, message } from "../support/replay/fixtures.ts";
import { chartOf, timelineIn, turn } from "../support/timeline/timelines.ts";

/** Clears the screen by C0 and by C1, rubs out, begins a line, and turns the text round. */
const EVIL = "evil\u001b[2J\u009b2J\u007f\u2028\u2029\u202e\u2066";
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const SHOWN = "evil\\u001b[2J\\u009b2J\\u007f\\u2028\\u2029\\u202e\\u2066";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "foreign-"));
  return () => rm(folder, { recursive: true });
});

/** What a command prints on either stream, but for the ends of its lines. */
async function printed(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(...args);
  return (stdout + stderr).replaceAll("\n", "");
}

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test("replay: a fixture's name and texts, in its table, as JSON and where something is wrong", async () => {
  const fixture = await file("f.jsonl", fixtureText({ name: EVIL }, message(0, EVIL)));
  for (const args of [[], ["--json"]]) {
    const said = await printed("replay", fixture, ...args);
    expect(said).toContain(SHOWN);
    expect(said).not.toMatch(OBEYED);
  }
});

test.each([
  ["a fixture's header", fixtureText({ [EVIL]: 1 })],
  ["a fixture's line", fixtureText({}, { at: 0, restart: true, [EVIL]: 1 })],
])("an unknown key in %s", async (_, text) => {
  const said = await printed("replay", await file("f.jsonl", text));
  expect(said).toContain("evil");
  expect(said).not.toMatch(OBEYED);
});

test("an unknown key in a config, and a file's own name", async () => {
  const config = await file("evil\u202e\u001b[2J.json5", JSON.stringify({ [EVIL]: 1 }));
  const said = await printed("gateway", "--config", config);
  expect(said).toContain("no such key");
  expect(said).not.toMatch(OBEYED);
  expect(await printed("replay", join(folder, EVIL))).not.toMatch(OBEYED);
  expect(await printed("inbox", "list", "--file", "x", "--status", EVIL)).not.toMatch(OBEYED);
});

test("inbox: rows, their payload, and JSON", async () => {
  const path = join(folder, "inbox.db");
  const inbox = await openSqliteInbox({ file: path });
  await inbox.claim(entry([EVIL], { sessionKey: EVIL, account: EVIL, event: { [EVIL]: EVIL } }));
  await inbox.fail(1, { error: EVIL });
  await inbox.close();
  for (const args of [
    ["list"],
    ["list", "--json"],
    ["show", "1", "--payload"],
    ["show", "1", "--payload", "--json"],
  ]) {
    const said = await printed("inbox", ...args, "--file", path);
    expect(said).toContain(SHOWN);
    expect(said).not.toMatch(OBEYED);
  }
});

test("the log", () => {
  let lines = "";
  const { log } = createLog("info", {
    write: (line) => {
      lines += line;
    },
  });
  log.info({ [EVIL]: EVIL, err: new Error(EVIL) }, EVIL);
  expect(lines.trimEnd()).not.toMatch(OBEYED);
  expect(JSON.parse(lines)).toMatchObject({ [EVIL]: EVIL, msg: EVIL });
});

test("the timeline and the trace", () => {
  const timeline = { title: "t", charts: [chartOf(EVIL, [turn(EVIL, 0, 1, { session: EVIL })])] };
  expect(pageOf(timeline)).toContain(`<h2 id="name-0">${SHOWN}</h2>`);
  for (const text of [pageOf(timeline), traceOf(timeline), JSON.stringify(timelineIn(pageOf(timeline)))])
    expect(text.replaceAll("\n", "")).not.toMatch(OBEYED);
});

test("replay --html and --trace are for their owner alone, even where the file was there already", async () => {
  const fixture = await file("f.jsonl", fixtureText({ name: "n" }, message(0, "hi")));
  const page = await file("page.html", "old");
  await chmod(page, 0o644);
  const [made, trace] = [join(folder, "new.html"), join(folder, "trace.json")];
  expect((await run("replay", fixture, "--html", page)).code).toBe(0);
  expect((await run("replay", fixture, "--html", made, "--trace", trace)).code).toBe(0);
  for (const out of [page, made, trace]) expect(((await stat(out)).mode & 0o777).toString(8)).toBe("600");
});
