import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Phrase } from "../../../wording/words.ts";
import { put } from "./keyed.ts";
import { say } from "./text.ts";

/** A table with a name and a heading for each column. */
export interface TableElement {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
}

// On a phone a row is a card, which has no table's roles by itself.
export function table(name: string, heads: readonly Phrase[]): TableElement {
  const cells = heads.map((head) => element("th", { scope: "col", role: "columnheader", text: say(head) }));
  const row = element("tr", { role: "row" }, ...cells);
  const body = element("tbody", { role: "rowgroup" });
  const made = element(
    "table",
    { role: "table", class: "rows-table", "aria-label": name },
    element("thead", { role: "rowgroup" }, row),
    body,
  );
  return {
    element: element("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": name }, made),
    body,
  };
}

/** A row whose cells are told their texts. */
export class RowElement {
  readonly element = element("tr", { role: "row" });
  readonly #cells: readonly HTMLElement[];

  /** @param heads of the table */
  constructor(heads: readonly Phrase[]) {
    this.#cells = heads.map((head) => element("td", { role: "cell", "data-label": say(head) }));
    this.element.append(...this.#cells);
  }

  cell(index: number): HTMLElement {
    return this.#cells[index] ?? this.element;
  }

  /** Texts of cells in order; undefined leaves one as it is. */
  put(...texts: ReadonlyArray<string | undefined>): void {
    for (const [index, text] of texts.entries()) if (text !== undefined) put(this.cell(index), text);
  }
}

/** A section of the page with a heading. */
export function section(name: string, title: string, ...children: readonly Node[]): HTMLElement {
  const heading = element("h2", { id: `${name}-title`, text: title });
  return element("section", { class: name, "aria-labelledby": `${name}-title` }, heading, ...children);
}

/** A button with a text, and a longer name where the text alone says too little. */
export function action(text: string, name: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "action", text, "aria-label": name, title: name });
  made.addEventListener("click", onClick);
  return made;
}
