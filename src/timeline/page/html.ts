import { visibleLines } from "../../text/visible.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A piece of a page, with everything that came from outside made harmless. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Writes HTML. Values are text and get escaped, in quoted attributes too; lists of pieces are put in a row. */
export function html(
  parts: TemplateStringsArray,
  ...values: ReadonlyArray<string | number | Html | Html[]>
): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(toText)));
}

function toText(value: string | number | Html | Html[]): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(toText).join("\n");
  return visibleLines(String(value)).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
