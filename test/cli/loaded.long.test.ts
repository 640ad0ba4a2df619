import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { exitCode, startIn } from "../support/cli/run.ts";

const tellLoaded = new URL("../support/cli/tell-loaded.ts", import.meta.url).href;
const root = new URL("../../", import.meta.url).href;
const fixture = fileURLToPath(new URL("../../fixtures/report-third-failure.jsonl", import.meta.url));

/** Other commands, and what only a config, a page or a real bot needs. */
const needless = [
  ...["board", "doctor", "gateway", "inbox", "record", "stand-in"].map((name) => `src/cli/${name}`),
  ...["board", "doctor", "openclaw", "stand-in", "timeline"].map((room) => `src/${room}/`),
  ...["policy", "receive", "sdk", "webhook"].map((folder) => `src/feishu/${folder}/`),
  ...["src/gateway/config/", "src/inbox/postgres", "src/inbox/sqlite"],
];

/** The packages, and the modules of ours, that a command loads. */
async function loadedBy(...args: string[]) {
  const child = startIn({ NODE_OPTIONS: `--import ${tellLoaded}` }, ...args);
  child.stdout.resume();
  const [stderr, code] = await Promise.all([text(child.stderr), exitCode(child)]);
  expect(code).toBe(0);
  const urls: string[] = JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "");
  const paths = urls.filter((url) => url.startsWith(root)).map((url) => url.slice(root.length));
  const packages = paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return {
    packages: [...new Set(packages)].sort(),
    modules: paths.filter((path) => path.startsWith("src/")),
  };
}

test("the help takes no package but that of the command line", async () => {
  const { packages } = await loadedBy("--help");
  expect(packages).toEqual(["commander"]);
});

test("a replay takes what events, the engine and tables need", async () => {
  const { packages, modules } = await loadedBy("replay", fixture);
  expect(packages).toEqual([
    ...["commander", "eventemitter3", "fast-string-truncated-width", "fast-string-width"],
    ...["lru-cache", "p-queue", "p-timeout", "zod"],
  ]);
  expect(modules).toContain("src/replay/replay.ts");
  expect(modules.filter((path) => needless.some((part) => path.startsWith(part)))).toEqual([]);
});
