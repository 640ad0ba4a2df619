/** A block of code in a page. */
export interface Block {
  /** Where its code begins, from 1. */
  readonly line: number;
  readonly language: string;
  /** Without the indentation of the list that it stands in. */
  readonly code: string;
  /** The paragraph right before it; empty where it follows another block. */
  readonly before: string;
  /** Why a test does not run it: `<!-- not run: … -->` in the line before. */
  readonly notRun?: string;
}

const FENCE = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```[^\n]*$/gm;
const NOT_RUN = /<!-- not run: (.+?) -->\s*$/;

/** The blocks of a page in Markdown. */
export function blocksIn(markdown: string): Block[] {
  let end = 0;
  return Array.from(
    markdown.matchAll(FENCE),
    ({ 0: whole, 1: indent = "", 2: language = "", 3: code = "", index }) => {
      const prose = markdown.slice(end, index);
      end = index + whole.length;
      const [, notRun] = NOT_RUN.exec(prose) ?? [];
      return {
        line: markdown.slice(0, index).split("\n").length + 1,
        language,
        code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
        before: lastParagraph(prose.replace(NOT_RUN, "")),
        ...(notRun !== undefined && { notRun }),
      };
    },
  );
}

function lastParagraph(prose: string): string {
  return (
    prose
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? ""
  );
}
