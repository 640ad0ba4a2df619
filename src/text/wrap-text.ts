import stringWidth from "fast-string-width";

/** Where a line may be broken: behind a space, and behind what joins the parts of names, keys and paths. */
const PARTS = /[^ :/-]*[ :/-]*/g;

/** As many columns of a terminal as a text takes: two for each Chinese character, none for colours. */
export function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => stringWidth(line)));
}

/**
 * Breaks a text into lines of at most so many columns, without losing anything but spaces at the ends of lines. A no-break
 * space holds its neighbours together. Colours are kept where they do not reach over a place at which a line may be broken.
 */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => (stringWidth(line) <= width ? [line] : wrapLine(line, width)));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  const put = (part: string) => {
    if (stringWidth((line + part).trimEnd()) <= width) line += part;
    else {
      if (line !== "") lines.push(line.trimEnd());
      line = part;
    }
  };
  for (const [part] of text.matchAll(PARTS))
    if (stringWidth(part.trimEnd()) <= width) put(part);
    // Nothing in it can be broken well: it begins where the line is, so that copied lines make the whole again.
    else for (const character of part) put(character);
  return [...lines, line.trimEnd()];
}
