import { stripVTControlCharacters, styleText } from "node:util";
import { widthOf, wrapText } from "./wrap-text.ts";

/** A column of a {@link tableText}. */
export interface TableColumn {
  /** May have several lines. A table of which no column has one has no heading line. */
  readonly heading?: string;
  /** Default left. */
  readonly align?: "left" | "right";
  /** To as few columns of the terminal it may be narrowed, by breaking its texts. Default: it may not. */
  readonly least?: number;
}

/** What stands in a cell that has nothing to say. */
export const NOTHING = "–";

/** Ids are not broken: `ou_` and 32 characters. */
export const LEAST_KEY = 35;

/** Where something is printed: a terminal has columns. */
type Output = NodeJS.WritableStream & { readonly columns?: number };

type Row = readonly string[];

/** How a table is drawn: with a frame, or where that is too wide, with nothing but what tells its cells apart. */
interface Layout {
  readonly isFramed: boolean;
  readonly widths: readonly number[];
}

/**
 * A table for people, that fits where it is printed: in a terminal lines are broken as it is needed, and where even that
 * does not help, each row becomes a few lines of its own. No text is cut off. Elsewhere it is as wide as it comes.
 *
 * @param rows may have colours, and must hold nothing that a terminal would obey otherwise
 * @param stream where it will be printed; decides about width and colour, as do `NO_COLOR` and `FORCE_COLOR`
 */
export function tableText(columns: readonly TableColumn[], rows: readonly Row[], stream: Output): string {
  const room = roomOn(stream);
  const headings = columns.map(({ heading = "" }) => heading);
  const bold = (text: string) => styleText("bold", text, { stream });
  const layout = layoutFor(columns, [headings, ...rows], room);
  if (!layout) return rows.map((row) => recordOf(headings, row, room, bold)).join("\n");
  const hasHead = headings.some((heading) => heading !== "");
  const draw = (row: Row, paint?: Paint) => rowLines(row, columns, layout, paint);
  const rule = (ends: Ends) => ruleLine(layout, ends);
  const head = hasHead ? [...draw(headings, bold), rule("├┼┤")] : [];
  const body = [...head, ...rows.flatMap((row) => draw(row))];
  return (layout.isFramed ? [rule("┌┬┐"), ...body, rule("└┴┘")] : body).join("\n");
}

/** Sentences below a table. */
export function fitText(text: string, stream: Output): string {
  return wrapText(text, roomOn(stream)).join("\n");
}

/** How wide a line may be. */
function roomOn({ columns }: Output): number {
  return columns || Number.POSITIVE_INFINITY;
}

type Paint = (text: string) => string;
type Ends = "┌┬┐" | "├┼┤" | "└┴┘";

/** Undefined where no table fits. */
function layoutFor(columns: readonly TableColumn[], rows: readonly Row[], room: number): Layout | undefined {
  const natural = columns.map((_, index) => Math.max(...rows.map((row) => widthOf(row[index] ?? ""))));
  const least = columns.map((column, index) => Math.min(column.least ?? Infinity, natural[index] ?? 0));
  for (const isFramed of [true, false]) {
    const lines = isFramed ? 3 * columns.length + 1 : columns.length - 1;
    const widths = narrowed(natural, least, room - lines);
    if (widths) return { isFramed, widths };
  }
  return undefined;
}

/** Takes from the widest first. Undefined where even the least is too much. */
function narrowed(
  natural: readonly number[],
  least: readonly number[],
  room: number,
): readonly number[] | undefined {
  const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0);
  if (sum(least) > room) return undefined;
  const widths = [...natural];
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const spare = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function rowLines(
  row: Row,
  columns: readonly TableColumn[],
  { isFramed, widths }: Layout,
  paint?: Paint,
): string[] {
  const cells = widths.map((width, index) => wrapText(row[index] ?? "", width));
  const height = Math.max(...cells.map((lines) => lines.length));
  const lineOf = (at: number) =>
    widths.map((width, index) => {
      const text = shown(cells[index]?.[at] ?? "");
      const blank = " ".repeat(width - widthOf(text));
      const painted = paint && text !== "" ? paint(text) : text;
      return columns[index]?.align === "right" ? blank + painted : painted + blank;
    });
  const lines = Array.from({ length: height }, (_, at) => lineOf(at));
  return lines.map((line) => (isFramed ? `│ ${line.join(" │ ")} │` : line.join("│").trimEnd()));
}

function ruleLine({ isFramed, widths }: Layout, [left, middle, right]: string): string {
  const parts = widths.map((width) => "─".repeat(isFramed ? width + 2 : width));
  return isFramed ? left + parts.join(middle) + right : parts.join(middle);
}

/** A row that no table has room for: its first cell, and what else it has to say, in as few lines as that takes. */
function recordOf(headings: Row, [first = "", ...cells]: Row, room: number, bold: Paint): string {
  const title = wrapText(first, room).map((line) => bold(shown(line)));
  const said = cells.flatMap((cell, index) => {
    if (["", NOTHING].includes(stripVTControlCharacters(cell))) return [];
    return [shown(`${headings[index + 1]?.replaceAll("\n", " ")}: ${cell.replaceAll("\n", ", ")}`)];
  });
  return said.reduce((lines, item) => added(lines, item, room), title).join("\n");
}

function added(lines: string[], item: string, room: number): string[] {
  const longer = `${lines.at(-1)}  ${item}`;
  if (widthOf(longer) <= room) return [...lines.slice(0, -1), longer];
  return [...lines, ...wrapText(item, room - 2).map((line) => `  ${line}`)];
}

/** What held a text together while it was broken into lines is a space where it is read. */
function shown(text: string): string {
  return text.replaceAll("\u00a0", " ");
}
