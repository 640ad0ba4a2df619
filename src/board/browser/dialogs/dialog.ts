import { element } from "../../../timeline/browser/elements/elements.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { action } from "../elements/table.ts";
import { say } from "../elements/text.ts";

/** Something that is shown over the page until it is closed; the focus goes back to where it was. */
export class Dialog {
  readonly #element: HTMLDialogElement;
  readonly #title: HTMLElement;
  readonly #body = element("div", { class: "dialog-body" });

  constructor(name: string) {
    this.#title = element("h2", { id: `${name}-dialog-title` });
    const close = action(say(words.close), say(words.close), () => this.close());
    const head = element("div", { class: "dialog-head" }, this.#title, close);
    this.#element = element(
      "dialog",
      { class: name, "aria-labelledby": `${name}-dialog-title` },
      head,
      this.#body,
    );
    document.body.append(this.#element);
  }

  open(title: string, ...children: readonly Node[]): void {
    this.#title.textContent = title;
    this.#body.replaceChildren(...children);
    if (!this.#element.open) this.#element.showModal();
  }

  /** Where its parts are. */
  get element(): HTMLElement {
    return this.#element;
  }

  add(child: Node): void {
    this.#body.append(child);
  }

  close(): void {
    this.#element.close();
  }
}
