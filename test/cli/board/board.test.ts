import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Live } from "../../../src/board/contract.ts";
import { openerOn } from "../../../src/cli/board/board.ts";
import { recordBeside } from "../../../src/cli/board/record-beside.ts";
import { runCli } from "../../../src/cli/run.ts";
import { checkConfig } from "../../../src/gateway/index.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";

/** Runs the command line in this process, against a world's gateway. */
async function cli({ folder }: Pick<World, "folder">, ...args: string[]) {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => void vi.restoreAllMocks());
  const code = await runCli([...args, "--file", join(folder, "inbox.sqlite")]);
  const [stdout, stderr] = [out, err].map((spy) => spy.mock.calls.map(([text]) => String(text)).join(""));
  vi.restoreAllMocks();
  return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
}

const busy = () => startWorld({ config: { board: { actions: true } }, behave: () => new Promise(() => {}) });

/** Delivers texts of Alice's, one after the other. */
async function deliver(world: World, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const delivery = world.feishu.deliver(world.say.text({ user: "alice" }, text));
    await world.until("the ack", () => delivery.state === "acked");
  }
}

test("a terminal shows the sessions of a gateway that runs, and stops them", async () => {
  const world = await busy();
  await deliver(world, "top secret", "/new", "third");
  await world.until("a turn", () => world.agent.turns.length === 1);
  const { stdout: json } = await cli(world, "sessions", "--json");
  const [row] = (JSON.parse(json) as Live).sessions.rows;
  expect(row).toMatchObject({ waiting: 2, why: { code: "turn", row: 1 } });
  const { stdout: table } = await cli(world, "sessions");
  expect(table).toMatch(
    /behind a turn that has been running for [\s\S]*1 of 1 sessions\. Running 1, waiting 2, hung 0\./,
  );
  const key = row?.key ?? "";
  const dry = await cli(world, "sessions", "cancel", key, "--dry-run");
  expect(dry.stdout).toBe("Would: 1 told to stop, 2 ended, 0 left as they are.\n");
  const done = await cli(world, "sessions", "cancel", key);
  expect(done.stdout).toBe("Done: 1 told to stop, 2 ended, 0 put back, 0 left as they were.\n");
  await world.until("the end", () => world.facts.filter(({ type }) => type === "ended").length === 3);
  expect(await cli(world, "sessions", "release", key)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("nothing runs or waits in the session"),
  });
});

test("the address of its page lets one browser in; without a gateway there is none", async () => {
  const world = await busy();
  const { stdout } = await cli(world, "board", "--no-open");
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}\n$/);
  await world.gateway.close();
  const gone = await cli(world, "board", "--no-open");
  expect([gone.code, gone.stderr]).toEqual([
    2,
    expect.stringMatching(/no gateway answers at .* Is it running\?/),
  ]);
  const none = await cli({ folder: join(world.folder, "other") }, "board");
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("no gateway with a board has run")]);
});

test("a copy of what arrives is recorded beside the gateway, which goes on; nobody's text is in it", async () => {
  const world = await startWorld();
  const config = checkConfig({}, join(world.folder, "gateway.json5"));
  const out = join(world.folder, "copy.jsonl");
  const recording = await recordBeside(config, out);
  await deliver(world, "top secret", "/new", "top secret");
  expect(await world.replies(3)).toContain("re: top secret");
  await expect.poll(() => recording?.events, { timeout: 20_000 }).toBe(3);
  await recording?.close();
  const [header, ...lines] = (await readFile(out, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(header).toMatchObject({ fixture: 1, name: "copy" });
  expect(lines.map(({ event }) => JSON.parse(event.event.message.content).text)).toEqual([
    "text-1",
    "/new",
    "text-1",
  ]);
  const again = await recordBeside(config, join(world.folder, "again.jsonl"));
  await world.gateway.close();
  await expect(again?.connected).rejects.toMatchObject({ code: "ERR_GATEWAY_GONE" });
  await again?.close();
  expect(await recordBeside(config, join(world.folder, "none.jsonl"))).toBe(undefined);
});

test("a browser is looked for where there may be one", () => {
  expect(openerOn("darwin", {})).toEqual(["open"]);
  expect(openerOn("linux", {})).toEqual([]);
  expect(openerOn("linux", { DISPLAY: ":0" })).toEqual(["xdg-open"]);
});
