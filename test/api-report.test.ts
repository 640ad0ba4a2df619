import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

const surface = `/**
 * Greets.
 *
 * @example
 * greet("Ann");
 */
export declare function greet(name: string): string;
interface Base {
    a: string;
}
/** How. */
export interface Options extends Base {
    readonly name: string;
    /** In ms. @default 0 */
    readonly afterMs?: number;
}
export {};
`;

let root: string;

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`tools/api-report/${script}`, ...args], {
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

const write = () => run("main.ts", "--root", root);
const check = () => run("main.ts", "--check", "--root", root);
const put = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeAll(() => {
  expect(run("install.ts")).toMatchObject({ status: 0 });
});

beforeEach(() => {
  mkdirSync(".cache", { recursive: true });
  root = mkdtempSync(".cache/api-report-");
  mkdirSync(join(root, "dist"));
  put("package.json", JSON.stringify({ name: "planted", exports: { ".": { types: "./dist/index.d.ts" } } }));
  put("dist/index.d.ts", surface);
});

afterEach(() => rmSync(root, { recursive: true }));

test("a surface that is as reported, and documented, passes; a report of something else does not", () => {
  expect(write()).toEqual({ status: 0, said: "" });
  expect(readFileSync(join(root, "etc/index.api.md"), "utf8")).toContain("greet(name: string): string;");
  expect(check()).toEqual({ status: 0, said: "" });
  put("etc/gone.api.md", "");
  expect(check()).toMatchObject({
    status: 1,
    said: expect.stringContaining("etc/gone.api.md is of no entry"),
  });
});

test("a changed signature, and a changed type behind it, fail the check, which shows them and says what to do", () => {
  write();
  const louder = surface.replace("name: string): string", "name: string, loud?: boolean): string");
  put("dist/index.d.ts", louder.replace("a: string", "a: number"));
  const { status, said } = check();
  expect(status).toBe(1);
  expect(said).toContain("index.api.md is not what is exported");
  expect(said).toMatch(/^\+export function greet\(name: string, loud\?: boolean\): string;$/m);
  expect(said).toMatch(/^\+ +a: number;$/m);
  expect(said).toContain("npm run api");
});

const undocumented = [
  ["export type Name = string;", "Name has no doc comment"],
  ["/** Does. */ export declare function f(): void;", "f has no @example"],
  ["/** Is. */ export declare class C {}", "C has no @example"],
  ["/** Does. */ export declare const g: () => void;", "g has no @example"],
  ['/** Does. @throws UsageError when bad */ export type T = "";', "T has a @throws without a code"],
  ["/** Is. */ export interface Optional { a?: string }", "Optional.a has no doc comment"],
  ["/** Is. */ export interface Unit { n: number }", "Unit.n has no doc comment"],
  ["/** Is. */ export interface Method { m(): void }", "Method.m has no doc comment"],
];

test("what lacks its doc comment or its example fails, even when the report is new", () => {
  put("dist/other.d.ts", "export type Other = string;");
  const code = undocumented.map(([planted]) => `${planted}\n`).join("");
  put("dist/index.d.ts", `${surface}${code}export * from "./other.ts";\n`);
  const { status, said } = write();
  expect(status).toBe(1);
  const complaints = said.split("\n").filter((line) => line.startsWith("src/"));
  const expected = undocumented.map(([, complaint]) => `src/index.ts: ${complaint}`);
  expect(complaints.sort()).toEqual([...expected, "src/other.ts: Other has no doc comment"].sort());
});
