import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { causes } from "../../src/doctor/incident/words.ts";

test("docs/doctor.md has each cause, and whether it is prevented, in the doctor's words", () => {
  const page = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");
  const [, table = ""] = page.split("| it was |");
  const rows = Array.from(
    table.matchAll(/^\| ([^|]+) \| .* \| (yes|partly|no|unknown) \|$/gm),
    ([, name, it]) => [name, it],
  );
  expect(rows).toEqual(Object.values(causes).map(({ name, prevented }) => [name, prevented]));
});
