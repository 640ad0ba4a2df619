import { anchorOf } from "./links.ts";

/** A heading of a page, and what stands below it, up to the next. */
export interface Section {
  readonly level: number;
  readonly heading: string;
  /** With the heading. */
  readonly text: string;
}

const FENCE = /^( *)```[\s\S]*?^\1```[^\n]*$/gm;

/** The sections of a page in Markdown. */
export function sectionsIn(markdown: string): Section[] {
  // A comment in a block of code is no heading.
  const shown = markdown.replace(FENCE, (code) => code.replaceAll(/^( *)#/gm, "$1\0"));
  return shown.split(/^(?=#{1,6} )/m).map((part) => {
    const [line = ""] = part.split("\n", 1);
    const [, marks = "", heading = ""] = /^(#*) ?(.*)$/.exec(line) ?? [];
    return { level: marks.length, heading, text: part.replaceAll("\0", "#") };
  });
}

/** What of a section is the same in every language, by what it is. */
export function factsOf({ level, text }: Section, page: readonly Section[]) {
  const prose = text.replace(FENCE, "");
  const words = prose.replace(/<!--.*?-->/g, "").replace(/\]\([^)]*\)/g, "]");
  return {
    level,
    blocks: Array.from(text.matchAll(FENCE), ([code]) => withoutComments(code)),
    code: [...new Set(words.match(/`[^`]+`/g))].toSorted(),
    numbers: (words.replace(/`[^`]+`/g, "").match(/\d+(?:[.,]\d+)*/g) ?? []).toSorted(),
    links: Array.from(prose.matchAll(/\]\(([^)]*)\)/g), ([, target = ""]) => common(target, page)).toSorted(),
    rows: prose.match(/^ *\|/gm)?.length ?? 0,
    items: prose.match(/^ *(?:-|\d+\.) /gm)?.length ?? 0,
  };
}

/** The lines of a section that are language: neither code nor, by themselves, names and links. */
export function proseOf({ text }: Section): string[] {
  const prose = text.replace(FENCE, "").replace(/^ {4}.*$/gm, "");
  return prose.split("\n").filter((line) => line.replace(/`[^`]+`|\]\([^)]*\)/g, "").length > 40);
}

function withoutComments(code: string): string {
  return code.replaceAll(/(?<=^|\s)(?:\/\/|#) .*$/gm, "").replaceAll(/[ \t]+$/gm, "");
}

/** A link, wherever it is written: to the page of a language, or to a heading of the same page. */
function common(target: string, page: readonly Section[]): string {
  if (!target.startsWith("#")) return target.replace(".zh-CN.md", ".md");
  return `# ${page.findIndex(({ heading }) => `#${anchorOf(heading)}` === target)}`;
}
