import { element } from "../../../timeline/browser/elements/elements.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import type { App } from "../app.ts";
import { put } from "../elements/keyed.ts";
import { action } from "../elements/table.ts";
import { page, say } from "../elements/text.ts";

/** The top of the page: whether it is live, what is looked for, and in which language. */
export class Header {
  readonly element: HTMLElement;
  readonly #state = element("output", { class: "state" });
  readonly #said = element("output", { class: "said" });
  readonly #language: HTMLButtonElement;

  constructor(app: App, onLanguage: () => void) {
    const input = element("input", {
      id: "filter",
      type: "search",
      autocomplete: "off",
      spellcheck: "false",
    });
    input.value = app.wanted.filter;
    input.addEventListener("input", () => app.want({ filter: input.value, offset: 0, notRunOffset: 0 }));
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.focus();
    });
    const other = words.language[page.language === "en" ? "zh" : "en"];
    this.#language = action(other, other, onLanguage);
    const label = element("label", { for: "filter", text: say(words.filter) });
    const search = element("search", {}, label, new Text(" "), input);
    const title = element("h1", { text: say(words.title) });
    const head = element("div", { class: "head" }, title, this.#state, this.#language);
    this.element = element("header", {}, head, search, this.#said);
    this.state("connecting");
  }

  state(state: "connecting" | "connected" | "away" | "locked"): void {
    this.element.dataset.state = state;
    put(this.#state, say(words[state]));
  }

  announce(text: string): void {
    put(this.#said, text);
  }

  focusLanguage(): void {
    this.#language.focus();
  }
}
