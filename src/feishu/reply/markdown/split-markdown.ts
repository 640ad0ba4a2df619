import { bytesIn, fittingLength, graphemeBoundary } from "../split-text.ts";

/** Largest markdown that a post or a card takes: 30 KB (code 230025), less what stands around it, and room for its styles. */
export const MAX_MARKDOWN_BYTES = 28_000;

/** Room for the line that closes a block of code. */
const CLOSING_BYTES = 80;

/** A line that begins or ends a block of code. */
const FENCE = /^ {0,3}(`{3,64}|~{3,64})([^\n]*)$/gm;

/** What is in one piece: a link or picture, a few words of code, a mention. */
const IN_ONE_PIECE =
  /!?\[[^\]\n]{0,512}\]\([^)\n]{0,2048}\)|`[^`\n]{1,512}`|<at\b[^>\n]{0,256}>[^<\n]{0,256}<\/at>/g;
const LONGEST_PIECE = 2600;

/** A block of code that has begun. */
interface Block {
  /** Where its first line begins. */
  readonly start: number;
  /** What it begins and ends with, e.g. three backticks. */
  readonly marker: string;
  /** Its first line. */
  readonly opening: string;
}

/**
 * Splits markdown into parts that Feishu takes, in order. A part ends between paragraphs, else between lines, where
 * there is such a place in its second half. A block of code is kept whole when it fits into one part; one that does
 * not is closed at the end of its part and begun again in the next. Links and mentions are not cut.
 *
 * @param maxBytes of the markdown within the request, as {@link splitText} counts them
 */
export function splitMarkdown(text: string, maxBytes = MAX_MARKDOWN_BYTES): string[] {
  return [...partsOf(text, maxBytes)];
}

/** The first part; of a text that grows it costs no more than of a short one. */
export function firstOfMarkdown(text: string, maxBytes = MAX_MARKDOWN_BYTES): string {
  const [first = ""] = partsOf(text, maxBytes);
  return first;
}

function* partsOf(text: string, maxBytes: number): Generator<string> {
  let opening = "";
  for (let rest = text; rest !== ""; ) {
    const room = Math.max(1, maxBytes - bytesIn(opening) - CLOSING_BYTES);
    const length = partLength(rest, opening, room);
    const part = opening + rest.slice(0, length);
    const block = openBlock(part);
    rest = rest.slice(length);
    yield block && rest !== "" ? closed(part, block) : part;
    opening = block ? `${block.opening}\n` : "";
  }
}

/** What goes on behind the offset, as markdown of its own: a block of code that is open there is begun again. */
export function markdownFrom(text: string, offset: number): string {
  const block = openBlock(text.slice(0, offset));
  return (block ? `${block.opening}\n` : "") + text.slice(offset);
}

/** @param opening the first line of the block of code that the text goes on with */
function partLength(text: string, opening: string, room: number): number {
  const fits = fittingLength(text, room);
  if (fits === text.length) return fits;
  const shown = opening + text.slice(0, fits);
  const block = openBlock(shown);
  const start = block ? block.start - opening.length : fits;
  const half = fits / 2;
  const between = [lastBreak(text, Math.max(0, start), "\n\n"), lastBreak(text, Math.max(0, start), "\n")];
  const outside = between.find((at) => at > half);
  if (outside !== undefined) return outside;
  if (block && start > 0 && fitsWhole(text, { ...block, start }, room)) return start;
  const line = lastBreak(text, fits, "\n");
  return line > half ? line : pieceBoundary(text, fits);
}

/** Behind the last of these breaks before the offset; 0 without one. */
function lastBreak(text: string, before: number, what: "\n\n" | "\n"): number {
  if (before < what.length) return 0;
  const at = text.lastIndexOf(what, before - what.length);
  return at < 0 ? 0 : at + what.length;
}

function fitsWhole(text: string, { start, marker }: Block, room: number): boolean {
  const end = text.indexOf(`\n${marker}`, start);
  const block = text.slice(start, end < 0 ? undefined : end + 1 + marker.length);
  return fittingLength(block, room) === block.length;
}

/** The last place at or before the offset that cuts no link, no mention and no character. */
function pieceBoundary(text: string, offset: number): number {
  const from = Math.max(0, offset - LONGEST_PIECE);
  for (const { index, 0: piece } of text.slice(from, offset + LONGEST_PIECE).matchAll(IN_ONE_PIECE)) {
    const start = from + index;
    if (start > 0 && start < offset && start + piece.length > offset) return start;
  }
  return graphemeBoundary(text, offset);
}

/** The block of code that is open at the end of the text. */
function openBlock(text: string): Block | undefined {
  let open: Block | undefined;
  for (const { index, 0: line, 1: marker = "", 2: info = "" } of text.matchAll(FENCE)) {
    if (!open) {
      if (!(marker.startsWith("`") && info.includes("`")))
        open = { start: index, marker, opening: line.slice(0, 128) };
    } else if (marker.startsWith(open.marker) && info.trim() === "") open = undefined;
  }
  return open;
}

function closed(part: string, { marker }: Block): string {
  return `${part}${part.endsWith("\n") ? "" : "\n"}${marker}`;
}
