import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { MIGRATIONS as postgres } from "../../src/inbox/postgres/database/migrations.ts";
import { MIGRATIONS as sqlite } from "../../src/inbox/sqlite/schema.ts";
import { pages } from "../support/markdown/pages.ts";

const read = (path: string) => readFileSync(path, "utf8");
const { scripts, version } = JSON.parse(read("package.json"));
const contributing = read("CONTRIBUTING.md");
const cli = globSync("src/cli/**/*.ts").map(read).join("\n");
const commands = Array.from(cli.matchAll(/\.command\("([\w-]+)/g), ([, name = ""]) => name);

/** What a user of a page would type, by a pattern whose group is the name. */
const named = (page: string, pattern: RegExp) =>
  Array.from(read(page).matchAll(pattern), ([, name = ""]) => name);

describe.each(pages)("%s", (page) => {
  test("names scripts and commands that there are", () => {
    const run = named(page, /npm run (?:--silent )?([\w:]+)/g);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const asked = named(page, /npx feishu-dispatch-dedup ([a-z][\w-]*)/g);
    expect(asked.filter((name) => !commands.includes(name))).toEqual([]);
  });
});

describe("CONTRIBUTING.md", () => {
  test("has a row for each step of CI, in its order, and how long it takes", () => {
    const steps = Array.from(
      read(".ci/run").matchAll(/^\s*(?:if )?step (npm [^;\n]+)/gm),
      ([, it = ""]) => it,
    );
    const rows = Array.from(
      contributing.matchAll(/^\| `(npm [^`]+)` \| [^|]+ \| [^|]*\d+ (?:s|min) \|$/gm),
      ([, it]) => it,
    );
    expect(rows).toEqual(steps.map((step) => step.replace(/ (-- )?--(reporter|no-).*/, "")));
  });
});

test("the changelog begins with the version of package.json", () => {
  expect(/^## \[([\d.]+)\]/m.exec(read("CHANGELOG.md"))?.[1]).toBe(version);
});

test("docs/upgrading.md has a row for each version of the inboxes' schema, and the newest as the present one", () => {
  const page = read("docs/upgrading.md");
  const [, changes = ""] = page.split("## What changed in the schema");
  const rows = Array.from(changes.matchAll(/^\| (\d+) \|/gm), ([, version]) => Number(version));
  expect(rows).toEqual(Array.from({ length: Math.max(sqlite.length, postgres.length) }, (_, n) => n + 1));
  expect(page).toContain(`| ${sqlite.length}, in \`PRAGMA user_version\``);
  expect(page).toContain(`| ${postgres.length}, the highest in its table \`migration\``);
});

describe.each(globSync(".github/workflows/*.yml"))("%s", (file) => {
  const { jobs, permissions } = parse(read(file));
  type Step = { uses?: string; run?: string };
  const steps: Step[] = Object.values<{ steps: Step[] }>(jobs).flatMap((job) => job.steps);

  test("runs what there is, by actions of a major version", () => {
    const runs = steps.flatMap(({ run = "" }) => Array.from(run.matchAll(/npm run (?:--silent )?([\w:]+)/g)));
    expect(runs.map(([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
    expect(steps.flatMap(({ uses }) => uses ?? [])).toEqual([
      expect.stringMatching(/^actions\/[\w-]+@v\d+$/),
      expect.stringMatching(/^actions\/[\w-]+@v\d+$/),
    ]);
  });

  test("may do no more than it needs", () => {
    const publishes = steps.some(({ run }) => run?.includes("--provenance"));
    expect(permissions).toEqual({ contents: "read", ...(publishes ? { "id-token": "write" } : {}) });
  });
});
