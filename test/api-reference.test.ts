import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";

const page = (path: string) => readFileSync(`.cache/api-reference/${path}.html`, "utf8");

beforeAll(() => {
  for (const script of ["install.ts", "main.ts"])
    execFileSync(process.execPath, [`tools/api-reference/${script}`], { stdio: "inherit" });
}, 300_000);

test("every entry point of the package is a module, called as it is imported", () => {
  const { name, exports } = JSON.parse(readFileSync("package.json", "utf8"));
  const modules = Object.keys(exports).filter((subpath) => subpath !== "./package.json");
  for (const module of modules.map((subpath) => subpath.replace(".", name)))
    expect(page(`modules/${module.replaceAll("/", "_")}`)).toContain(`<h1>Module ${module}`);
});

test("a page has what the doc comment says, and its example", () => {
  const text = page("functions/feishu-dispatch-dedup.createDispatchDedup");
  expect(text).toContain("every piece of work once and every session one turn at a time");
  expect(text).toContain('id="example"');
});
