import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { provenance } from "./provenance.ts";

/** The page that the commands write. */
const PAGE = fileURLToPath(new URL("../../../docs/measurements.md", import.meta.url));

/** The parts of the page, each written by the command of its name. */
export type SectionName = "bench" | "scorecard" | "soak";

/** What a command has measured, for the page. */
export interface Section {
  readonly name: SectionName;
  /** How it was measured: the command as anybody can type it, e.g. `npm run bench`. */
  readonly command: string;
  /** Packages beside this one whose versions the figures depend on. @default none */
  readonly peers?: Readonly<Record<string, string>>;
  /** Markdown. */
  readonly body: string;
}

/**
 * Writes a command's part of docs/measurements.md, with when, where and by which versions it was measured.
 *
 * @throws Error when the page has no place for it
 */
export async function writeSection(section: Section): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  await writeFile(
    PAGE,
    replaceSection(page, section.name, `${provenance(section)}\n\n${section.body.trim()}`),
  );
}

/**
 * The page with another text between `<!-- begin NAME -->` and `<!-- end NAME -->`.
 *
 * @throws Error when it has not exactly one such place
 */
export function replaceSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [before, rest, ...more] = page.split(begin);
  const [, after, ...evenMore] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length + evenMore.length > 0)
    throw new Error(
      `docs/measurements.md: expected one ${begin} … ${end}. Put both lines where the part belongs.`,
    );
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
