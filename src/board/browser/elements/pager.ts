import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Page } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { put } from "./keyed.ts";
import { action } from "./table.ts";
import { say } from "./text.ts";

/** Goes through a list that is longer than what is shown of it. */
export class Pager {
  readonly element: HTMLElement;
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #range = element("span", {});
  #page: Page<unknown> = { offset: 0, rows: [], hasMore: false };

  /** @param name of what is gone through @param size of a page @param go told from where on to show */
  constructor(name: string, size: number, go: (offset: number) => void) {
    const button = (text: string, onClick: () => void) => action(text, `${name}: ${text}`, onClick);
    this.#previous = button(say(words.previous), () => go(Math.max(0, this.#page.offset - size)));
    this.#next = button(say(words.next), () => go(this.#page.offset + size));
    this.element = element("div", { class: "pager" }, this.#previous, this.#range, this.#next);
  }

  show(page: Page<unknown>): void {
    this.#page = page;
    const { offset, rows, hasMore } = page;
    this.element.hidden = offset === 0 && !hasMore;
    this.#previous.disabled = offset === 0;
    this.#next.disabled = !hasMore;
    put(
      this.#range,
      say(words.range, { from: rows.length === 0 ? offset : offset + 1, to: offset + rows.length }),
    );
  }
}
