import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

const folder = join(import.meta.dirname, "../../../../.cache/screenshots");

/** In which colours a page is looked at, and how wide. */
export const looks = [
  ["light", 1400],
  ["light", 400],
  ["dark", 1400],
  ["dark", 400],
] as const;

/** Keeps what is seen of a page, for people to look at. @param fullPage also what is below */
export async function keepScreenshot(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}
