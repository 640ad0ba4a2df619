import { element } from "../elements/elements.ts";
import { shown } from "../rows/row-element.ts";
import type { Item } from "../rows/rows.ts";
import { factsOf, titleOf } from "./describe.ts";

// More would not fit into the window.
const MOST = 6;

/** What is known of the turn or mark under the pointer, or with the focus. Escape hides it. */
export class Details {
  readonly #box = element("div", { class: "details", role: "tooltip", hidden: "" });

  /** What it is about. */
  #of: Element | undefined;

  /** @param root where there are turns and marks @param host what it is shown in: a dialog lies over the page */
  constructor(root: HTMLElement, host: HTMLElement = document.body) {
    host.append(this.#box);
    root.addEventListener("pointerover", ({ target, pointerType }) => {
      if (pointerType === "mouse") this.#showFor(target);
    });
    // A finger touches what it wants to know of, and not every browser gives that the focus.
    root.addEventListener("click", ({ target }) => {
      if (!this.#showFor(target) && !this.#holds(target)) this.#hide();
    });
    root.addEventListener("focusin", ({ target }) => this.#showFor(target));
    root.addEventListener("focusout", () => this.#hide());
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.#hide());
    // It may be entered, to select a text in it.
    root.addEventListener("pointerout", ({ relatedTarget, pointerType }) => {
      if (pointerType === "mouse" && !this.#holds(relatedTarget)) this.#hide();
    });
    this.#box.addEventListener("pointerleave", () => this.#hide());
    addEventListener("scroll", () => this.#follow(), { passive: true });
  }

  #holds(target: EventTarget | null): boolean {
    return target instanceof Node && this.#box.contains(target);
  }

  /** @returns whether there is something to tell of it */
  #showFor(target: EventTarget | null): boolean {
    const it = target instanceof Element ? target.closest("button") : undefined;
    const items = it && shown.get(it);
    if (!it || !items) return false;
    const more =
      items.length > MOST ? [element("p", { text: `and ${items.length - MOST} more: zoom in` })] : [];
    this.#box.replaceChildren(...items.slice(0, MOST).map(described), ...more);
    this.#box.hidden = false;
    this.#of = it;
    this.#put(it.getBoundingClientRect());
    return true;
  }

  /** What has the focus takes its details along; what was under the pointer is so no more. */
  #follow(): void {
    if (this.#of && this.#of === document.activeElement) this.#put(this.#of.getBoundingClientRect());
    else this.#hide();
  }

  /** Below what it is about, or above where there is no room; never outside the window. */
  #put({ left, top, bottom }: DOMRect): void {
    const { width, height } = this.#box.getBoundingClientRect();
    const y = bottom + height + 4 < innerHeight ? bottom + 4 : Math.max(4, top - height - 4);
    const x = Math.min(Math.max(4, left), innerWidth - width - 12);
    this.#box.style.transform = `translate(${x}px,${y}px)`;
  }

  #hide(): void {
    this.#box.hidden = true;
    this.#of = undefined;
  }
}

function described(item: Item): HTMLElement {
  const facts = factsOf(item).flatMap(([name, value]) => [
    element("dt", { text: name }),
    element("dd", { text: value }),
  ]);
  return element("div", {}, element("strong", { text: titleOf(item) }), element("dl", {}, ...facts));
}
