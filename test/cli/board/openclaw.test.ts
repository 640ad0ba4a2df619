import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { askPlugin } from "../../../src/cli/board/openclaw.ts";
import { sessionsTable } from "../../../src/cli/board/sessions-table.ts";
import { runCli } from "../../../src/cli/run.ts";
import { boardOf } from "../../support/openclaw/board.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

/** A host's command line that prints this, and nothing else in the PATH. */
async function hostThatSays(text: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "openclaw-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("PATH", folder);
  const asked = "gateway call feishu-dispatch-dedup.status --json";
  const answer = `if (process.argv.slice(2).join(" ") === "${asked}") process.stdout.write(${JSON.stringify(text)});`;
  const script = `#!${process.execPath}\n${answer}\n`;
  await writeFile(join(folder, "openclaw"), script);
  await chmod(join(folder, "openclaw"), 0o755);
}

test("the plugin's sessions are shown as a gateway's are", async () => {
  const waiting = [2000, 1000].map((forMs, index) => ({ place: index + 1, channel: "feishu", forMs }));
  const sessions = [
    { key: "agent:main:main", runningForMs: 252_000, waiting },
    { key: "agent:main:other\u001b[2J", waiting: waiting.slice(1) },
  ];
  await hostThatSays(JSON.stringify({ sessions, counters: {}, memory: "file" }));
  const table = sessionsTable(await askPlugin(1_000_000), "en", new PassThrough());
  expect(table).toMatch(
    /agent:main:main .* 4:12 min .* 2 .* 2\.0 s .* behind a turn that has been running for 4:12 min/,
  );
  expect(table).toMatch(/agent:main:other\\u001b\[2J .* 1 .* its turn is about to begin/);
  expect(table).toContain("2 of 2 sessions. Running 1, waiting 3, hung 0.");
});

test("a host that says nothing, or is not there, is told with what was tried", async () => {
  await hostThatSays("gateway is not running");
  const refusal = { code: "ERR_NO_OPENCLAW", message: expect.stringContaining("openclaw gateway call") };
  await expect(askPlugin()).rejects.toMatchObject(refusal);
  vi.stubEnv("PATH", "/nonexistent");
  await expect(askPlugin()).rejects.toMatchObject(refusal);
});

/** What the command line says. */
async function cli(...args: string[]) {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const code = await runCli(args);
  const stdout = out.mock.calls.map(([text]) => String(text)).join("");
  out.mockRestore();
  return { code, stdout };
}

test("a host that serves the plugin's page is asked for its address, its sessions, and to let one go on", async () => {
  const host = new FakeHost().load({ board: { actions: true } });
  await boardOf(host);
  vi.stubEnv("OPENCLAW_STATE_DIR", host.folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  await host.send({ id: "om_1" });
  await host.send({ id: "om_2" });
  const { stdout } = await cli("board", "--openclaw", "--no-open");
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/plugins\/feishu-dispatch-dedup\/#[\w-]{32}\n$/);
  expect((await cli("sessions", "--openclaw")).stdout).toContain(
    "1 of 1 sessions. Running 1, waiting 1, hung 0.",
  );
  const release = ["sessions", "release", "agent:main:main", "--openclaw"];
  expect((await cli(...release, "--dry-run")).stdout).toBe("Would: the session goes on without 1 turn(s).\n");
  expect((await cli(...release)).stdout).toBe("Done: the session goes on without 1 turn(s).\n");
});

test("a host that serves no page has its sessions printed", async () => {
  await hostThatSays(JSON.stringify({ sessions: [{ key: "agent:main:main", waiting: [] }] }));
  vi.stubEnv("OPENCLAW_STATE_DIR", "/nonexistent");
  expect((await cli("board", "--openclaw")).stdout).toContain("1 of 1 sessions.");
});
