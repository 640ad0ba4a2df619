import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Scorecard } from "./scorecard.ts";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly card: Scorecard;
  readonly page: string;
}

/** Runs the command, and reads what it has written. */
async function scorecard(...args: string[]): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), "scorecard-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [json, page] = [`${folder}/card.json`, `${folder}/card.html`];
  const argv = ["test/scorecard/main.ts", "--json", json, "--html", page, ...args];
  const { code, out } = await new Promise<Pick<Ended, "code" | "out">>((resolve) => {
    const child = execFile(process.execPath, argv, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, out: stdout + stderr }),
    );
  });
  expect(code, out).toBeLessThan(2);
  const card = JSON.parse(readFileSync(json, "utf8"));
  return { code, out, card, page: readFileSync(page, "utf8") };
}

const claimsOf = (...ids: string[]) => ids.flatMap((id) => ["--claim", id]);
const wordsOf = ({ cells }: Scorecard) => cells.map(({ peer, claim, word }) => `${peer} ${claim}: ${word}`);

test("a broken engine fails, with the event that shows it, and exit code 1", {
  timeout: 300_000,
}, async () => {
  const { code, out, card } = await scorecard(
    ...["--adapter", "test/support/scorecard/forgetful.ts", "--peer", "ours", "--peer", "forgetful"],
    ...claimsOf("plain", "same-event"),
  );
  expect(code).toBe(1);
  expect(wordsOf(card)).toEqual([
    "ours plain: ok",
    "forgetful plain: ok",
    "ours same-event: ok",
    "forgetful same-event: fails",
  ]);
  expect(out).toContain("FAILS same event again: once: om_room ran 3 times, after 0 ms and 3.1 s and 15.0 s");
});

test("no word stands without a run: of peers, of this project, over restarts", {
  timeout: 300_000,
}, async () => {
  const peers = ["lark-channel", "openclaw-lark", "openclaw-feishu", "grammy", "ours", "ours-sqlite"];
  const { code, card, page, out } = await scorecard(
    ...peers.flatMap((id) => ["--peer", id]),
    ...claimsOf("same-event", "in-order", "after-restart", "killed"),
  );
  expect(code, out).toBe(0);
  const played = card.cells.filter(({ word }) => word !== "not measured");
  expect(played.length).toBeGreaterThan(15);
  for (const { run, word, faults, reason } of played) {
    expect(run?.turns.length).toBeGreaterThan(0);
    expect(faults.length > 0).toBe(word !== "ok");
    expect(reason !== undefined).toBe(word === "not its job");
  }
  for (const { run, reason } of card.cells.filter(({ word }) => word === "not measured")) {
    expect(run).toBeUndefined();
    expect(reason).toMatch(/host/);
  }
  expect(wordsOf(card)).toEqual(
    expect.arrayContaining(["ours-sqlite killed: ok", "openclaw-lark killed: fails"]),
  );
  expect(page).toContain('href="#openclaw-lark-killed"');
  expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(120);
});
