/** Largest request body that Feishu takes with a text: 150 KB (code 230025), less what stands around the text. */
export const MAX_TEXT_BYTES = 149_000;

/**
 * Splits a text into parts that Feishu takes, in order; joined they are the text again. A part ends after a line
 * break where there is one in its second half, and never inside a character that a reader sees as one: an emoji
 * with its skin tone, a letter with its accents.
 *
 * @param maxBytes of the text within the request, where it is JSON in JSON: a quote takes four bytes there, a line
 * break three, a Chinese character three
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/reply
 */
export function splitText(text: string, maxBytes = MAX_TEXT_BYTES): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const length = partLength(rest, maxBytes);
    parts.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return parts;
}

function partLength(text: string, maxBytes: number): number {
  const fits = fittingLength(text, maxBytes);
  if (fits === text.length) return fits;
  const line = text.lastIndexOf("\n", fits - 1) + 1;
  return line > fits / 2 ? line : graphemeBoundary(text, fits);
}

/** How many code units from the start fit, whole code points only; at least one code point. */
export function fittingLength(text: string, maxBytes: number): number {
  let bytes = 0;
  let length = 0;
  for (const character of text) {
    bytes += bytesInRequest(character);
    if (bytes > maxBytes && length > 0) return length;
    length += character.length;
  }
  return length;
}

/** The last boundary at or before the offset; the offset itself when what stands there is longer than a part. */
export function graphemeBoundary(text: string, offset: number): number {
  const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
  return segments.containing(offset)?.index || offset;
}

/** What a text takes in a request. */
export function bytesIn(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesInRequest(character);
  return bytes;
}

/** What one character takes once it was made JSON twice, in UTF-8. */
function bytesInRequest(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return bytesOfAscii(character);
  if (code >= 0xd800 && code <= 0xdfff) return UNICODE_ESCAPE;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** `\\ud83d`, for half a character and most control characters. */
const UNICODE_ESCAPE = 7;

function bytesOfAscii(character: string): number {
  if (character === '"' || character === "\\") return 4;
  if (character >= " ") return 1;
  return "\b\f\n\r\t".includes(character) ? 3 : UNICODE_ESCAPE;
}
