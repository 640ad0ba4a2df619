import { readFileSync } from "node:fs";
import { pages } from "./markdown/pages.ts";
import { sourceFiles } from "./source-files.ts";

/** Code that a reader is shown. */
export interface Example {
  readonly file: string;
  /** Where the code begins in the file, from 1. */
  readonly line: number;
  readonly code: string;
}

const comment = /^[ \t]*(\/\*\*[\s\S]*?)\s*\*\//dgm;
const example = /@example\b[^\n]*\n([\s\S]*?)(?=\n@\w+|\s*$(?![\s\S]))/dg;
const fence = /^ *```ts\b[^\n]*\n([\s\S]*?)^ *```/dgm;

/** Every `@example` of the sources and every block of TypeScript in the pages. */
export function examples(): Example[] {
  const ofSources = sourceFiles().flatMap((file) => examplesOf(file, readFileSync(file, "utf8")));
  const ofPages = pages.flatMap((file) => blocksOf(file, readFileSync(file, "utf8")));
  return [...ofSources, ...ofPages];
}

/** The examples in the doc comments of a source; of one with fences, what is between them. */
export function examplesOf(file: string, source: string): Example[] {
  return matches(source, comment).flatMap((doc) => {
    const text = doc.text.replace(/^[ \t]*(?:\/\*\*|\*) ?/gm, "");
    return matches(text, example).flatMap(({ text: code, line }) => {
      const at = doc.line + line - 1;
      const blocks = blocksOf(file, code, at);
      return blocks.length > 0 ? blocks : [{ file, line: at, code }];
    });
  });
}

/** The blocks of TypeScript in a Markdown text. */
export function blocksOf(file: string, markdown: string, firstLine = 1): Example[] {
  return matches(markdown, fence).map(({ text, line }) => ({ file, line: firstLine + line - 1, code: text }));
}

/** The first group of everything that a pattern finds, and the line where it begins, from 1. */
function matches(text: string, pattern: RegExp): Array<{ text: string; line: number }> {
  return Array.from(text.matchAll(pattern), ({ 1: found = "", indices }) => {
    const [start] = indices?.[1] ?? [0];
    return { text: found, line: text.slice(0, start).split("\n").length };
  });
}
