/**
 * What is obeyed where it is printed, instead of being shown: the control characters C0, DEL and C1 (U+009B begins a
 * terminal's commands as ESC does), the separators of lines, and what changes the direction of a text.
 */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Something foreign, safe to print in a line: what would be obeyed is shown as in JSON, `\u001b`. */
export function visible(text: string): string {
  return text.replace(OBEYED, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same of a text of several lines, such as JSON: its meaning stays, as such characters stand in its texts alone. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
