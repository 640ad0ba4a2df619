import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import type { Report } from "../../../../src/replay/index.ts";
import { pageOf } from "../../../../src/timeline/page/page.ts";
import type { Chart } from "../../../../src/timeline/timeline.ts";
import { run } from "../../../support/cli/run.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "timeline-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** What `replay` prints of fixtures, and the address of the page that it writes. */
export async function replayed(...fixtures: string[]): Promise<{ report: Report; url: string }> {
  const file = join(folder(), "page.html");
  const paths = fixtures.map((name) => (name === "" ? "fixtures" : `fixtures/${name}.jsonl`));
  const flags = ["--config", "fixtures/gateway.json5", "--json", "--html", file];
  const { stdout } = await run("replay", ...paths, ...flags);
  return { report: JSON.parse(stdout), url: pathToFileURL(file).href };
}

/** The address of a page with these charts. */
export function written(...charts: Chart[]): string {
  const file = join(folder(), "page.html");
  writeFileSync(file, pageOf({ title: "Test", charts }));
  return pathToFileURL(file).href;
}

/** The panel of a chart, scrolled into the window. */
export async function panel(page: Page, chart: string, index: number): Promise<Locator> {
  const section = page.locator("section", { has: page.getByRole("heading", { name: chart, exact: true }) });
  const found = section.locator(`[data-panel="${index}"]`);
  await found.scrollIntoViewIfNeeded();
  await found.locator(".row").first().waitFor();
  return found;
}

/** How many there are of what is drawn, where several may be drawn as one. */
export async function count(elements: Locator): Promise<number> {
  const counts = await elements.evaluateAll((all) =>
    all.map((it) => Number((it as HTMLElement).dataset.count)),
  );
  return counts.reduce((sum, each) => sum + each, 0);
}
