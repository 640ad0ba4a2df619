/** Something on the page that shows one item, however that changes. */
export interface Shown<Item> {
  readonly element: HTMLElement;
  show(item: Item): void;
}

/** A list on the page. Elements stay as long as their items do, so that the keyboard keeps its place in it. */
export class Keyed<Item> {
  readonly #parent: HTMLElement;
  readonly #keyOf: (item: Item) => string;
  readonly #make: (item: Item) => Shown<Item>;
  #all = new Map<string, Shown<Item>>();

  constructor(parent: HTMLElement, keyOf: (item: Item) => string, make: (item: Item) => Shown<Item>) {
    this.#parent = parent;
    this.#keyOf = keyOf;
    this.#make = make;
  }

  show(items: readonly Item[]): void {
    const focused = document.activeElement;
    const now = new Map(items.map((item) => [this.#keyOf(item), item]));
    for (const [key, { element }] of this.#all) if (!now.has(key)) element.remove();
    const all = new Map<string, Shown<Item>>();
    let at = this.#parent.firstElementChild;
    for (const [key, item] of now) {
      const shown = this.#all.get(key) ?? this.#make(item);
      all.set(key, shown);
      shown.show(item);
      if (shown.element === at) at = at.nextElementSibling;
      else this.#parent.insertBefore(shown.element, at);
    }
    this.#all = all;
    // What was moved has lost it.
    if (
      focused instanceof HTMLElement &&
      focused !== document.activeElement &&
      this.#parent.contains(focused)
    )
      focused.focus();
  }

  /** Makes everything anew the next time, e.g. in another language. */
  clear(): void {
    for (const { element } of this.#all.values()) element.remove();
    this.#all.clear();
  }
}

/** Changes a text only where it is another one, so that nothing is read aloud or selected again for nothing. */
export function put(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
