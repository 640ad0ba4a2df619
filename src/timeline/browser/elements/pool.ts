/**
 * The elements in a container, each by what it stands for, so that what is drawn again stays the same element: it
 * keeps the focus, and costs nothing but its new place.
 */
export class Pool<Key> {
  readonly #container: HTMLElement;
  #elements = new Map<Key, HTMLElement>();
  #next = new Map<Key, HTMLElement>();

  constructor(container: HTMLElement) {
    this.#container = container;
  }

  /**
   * The element for that key, which is made if it was not drawn last time.
   *
   * @param version an element of another version is made anew
   */
  take(key: Key, make: () => HTMLElement, version = ""): HTMLElement {
    const known = this.#elements.get(key);
    const isSame = known?.dataset.count === version || version === "";
    const it = known && isSame ? known : make();
    if (it !== known) {
      known?.remove();
      this.#container.append(it);
    }
    this.#next.set(key, it);
    return it;
  }

  /** Takes away what was not asked for since the last time. */
  sweep(): void {
    for (const [key, it] of this.#elements) if (!this.#next.has(key)) it.remove();
    this.#elements = this.#next;
    this.#next = new Map();
  }
}
