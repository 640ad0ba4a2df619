import { type Browser, chromium, type Page, type Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished } from "vitest";
import { findChromium, REQUIRED } from "./chromium.ts";

const executablePath = findChromium();

/** A group of tests that have a browser. They are skipped where there is none, unless one is required. */
export const withBrowser = describe.runIf(
  executablePath !== undefined || process.env[REQUIRED] !== undefined,
);

let browser: Browser | undefined;

/** In a group of tests: one browser for all of them. */
export function useBrowser(): void {
  beforeAll(async () => {
    if (executablePath === undefined) throw new Error(`no Chromium in the PATH, and ${REQUIRED} is set`);
    browser = await chromium.launch({ executablePath });
  });
  afterAll(() => browser?.close());
  afterEach(() => expect(complaints.splice(0)).toEqual([]));
}

/** What pages have complained about since the last test: errors, and what their policy refused. */
const complaints: string[] = [];

/** How a page is looked at. */
export interface Look {
  /** @default 1400 */
  readonly width?: number;
  /** @default "light" */
  readonly colors?: "light" | "dark";
  readonly touch?: boolean;
}

/** A page of its own for the running test, which fails when an error or a warning is on its console. */
export async function openPage(url: string, { width = 1400, colors = "light", touch = false }: Look = {}) {
  if (!browser) throw new Error("useBrowser() stands in the group of this test");
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme: colors, hasTouch: touch });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  page.on("request", (request: Request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, requests };
}

/** Waits until what was asked for before has been drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
