import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sourceOf } from "../../src/cli/config-file.ts";
import { oldNode } from "../../src/cli/old-node.ts";
import { packageJson } from "../../src/cli/package-json.ts";
import { runCli } from "../../src/cli/run.ts";

let folder: string;
const started = process.cwd();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lines-"));
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(started);
  await rm(folder, { recursive: true });
});

/** Runs the command line within this process. */
async function run(...args: string[]) {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const code = await runCli(args);
  const [stdout, stderr] = [out, err].map((spy) => spy.mock.calls.map(([text]) => String(text)).join(""));
  vi.restoreAllMocks();
  return { code, stdout, stderr };
}

test.each([
  "", "nosuch", "--nosuch", "help nosuch", "gateway --nosuch", "gateway extra", "gateway --config", "gateway",
  "gateway --check", "gateway --demo --config x", "gateway --demo --check", "replay", "replay x --speed 0",
  "replay /no/such", "record", "record --config x", "inbox", "inbox nosuch", "inbox list", "inbox list --limit x",
  "inbox list --order newest", "inbox show", "inbox retry", "inbox move", "inbox migrate", "board", "board extra",
  "sessions", "sessions nosuch", "sessions cancel", "sessions --limit x", "doctor", "doctor --incident 0 x",
  "doctor /no/such", "stand-in --port 65536", "stand-in extra", "-V",
])("“%s” is a wrong command line: exit code 2, said on stderr", async (line) => {
  const { code, stdout, stderr } = await run(...line.split(" ").filter(Boolean));
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).not.toBe("");
}); // biome-ignore format: a list

test("--version prints the package's", async () => {
  expect(await run("--version")).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

test.each(["20.20.2", "22.20.9", "18.0.0"])("Node.js %s is told which one is needed", (version) => {
  const least = packageJson.engines.node.slice(2);
  expect(oldNode(version)).toContain(`needs Node.js ${least} or newer, and this is ${version}`);
});

test.each(["22.21.0", "22.22.0", "24.0.0", "100.1.0"])("Node.js %s is new enough", (version) => {
  expect(oldNode(version)).toBeUndefined();
});

describe("gateway.json5 in the current folder", () => {
  test("is taken when no config is named", async () => {
    expect(() => sourceOf({})).toThrow(
      "expected --config <file> or --file <path>, got neither, nor a gateway.json5",
    );
    await writeFile("gateway.json5", "{ agent: { kind: 'echo' }, health: { port: '8787' } }");
    expect(sourceOf({})).toEqual({ config: "gateway.json5" });
    expect(sourceOf({ file: "inbox.db" })).toEqual({ file: "inbox.db" });
    expect(sourceOf({ config: "other.json5" })).toEqual({ config: "other.json5" });
    expect(() => sourceOf({ config: "a", file: "b" })).toThrow("got both");
    const { code, stderr } = await run("gateway");
    expect([code, stderr]).toEqual([
      2,
      'feishu-dispatch-dedup: gateway.json5: health.port: expected number, got "8787"\n',
    ]);
  });

  test("--check lists what is wrong with it", async () => {
    const { code, stdout } = await run("gateway", "--check");
    expect(code).toBe(1);
    expect(stdout).toBe(
      'fault: health.port: expected number, got "8787"\ngateway.json5: 1 fault, 0 warnings\n',
    );
  });
});
