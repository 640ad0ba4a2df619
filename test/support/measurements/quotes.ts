import { anchorOf } from "../markdown/links.ts";

/** A link of a page to docs/measurements.md: its text is a figure that was measured. */
export interface Quote {
  readonly text: string;
  /** The heading that it leads to, as GitHub names it; empty for the whole page. */
  readonly heading: string;
}

const LINK = /\[([^\]]+)\]\((?:\.\/)?(?:docs\/)?measurements\.md(?:#([\w-]+))?\)/g;

/** What a page quotes: every link to docs/measurements.md whose text has a digit. */
export function quotesIn(page: string): Quote[] {
  const links = [...page.matchAll(LINK)].map(([, text = "", heading = ""]) => ({ text, heading }));
  return links.filter(({ text }) => /\d/.test(text));
}

/** Whether the measurements say it, word for word, under the heading that it leads to. */
export function isMeasured({ text, heading }: Quote, measurements: string): boolean {
  const parts = measurements.split(/^(?=#{1,6} )/m);
  const named = heading === "" ? parts : parts.filter((part) => headingOf(part) === heading);
  // A digit more on either side, and it is another figure.
  const whole = new RegExp(`(?<![\\d.,])${text.replaceAll(/[^\p{L}\p{N}\s]/gu, "\\$&")}(?![\\d]|[.,]\\d)`);
  return named.some((part) => whole.test(part));
}

function headingOf(part: string): string {
  const [heading = ""] = part.split("\n", 1);
  return anchorOf(heading.replace(/^#+ /, ""));
}
