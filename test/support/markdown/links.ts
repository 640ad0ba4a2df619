/** A link of a page. */
export interface Link {
  /** From 1. */
  readonly line: number;
  /** As it is written: `docs/engine.md#a-question`. */
  readonly target: string;
}

const FENCE = /^( *)(```+)[\s\S]*?^\1\2 *$/gm;
const CODE = /(`+)[^`][\s\S]*?\1/g;
const LINK = /\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)/g;

/** The links of a page in Markdown; what is code has none. */
export function linksIn(markdown: string): Link[] {
  const prose = markdown.replace(FENCE, blank).replace(CODE, blank);
  return Array.from(prose.matchAll(LINK), ({ 1: target = "", index }) => ({
    line: prose.slice(0, index).split("\n").length,
    target,
  }));
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsIn(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of markdown.replace(FENCE, blank).matchAll(/^#{1,6} (.*)$/gm)) {
    const anchor = anchorOf(heading);
    let free = anchor;
    for (let n = 1; anchors.has(free); n += 1) free = `${anchor}-${n}`;
    anchors.add(free);
  }
  return anchors;
}

/** How GitHub names a heading in links: lower case, spaces as hyphens, other signs left out. */
export function anchorOf(heading: string): string {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return text.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
}

function blank(code: string): string {
  return code.replace(/[^\n]/g, " ");
}
