/** Makes an element. Texts become text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: {
    readonly class?: string;
    readonly text?: string;
    readonly [attribute: string]: string | undefined;
  } = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined && key !== "text") made.setAttribute(key, value);
  }
  if (properties.text !== undefined) made.textContent = properties.text;
  made.append(...children);
  return made;
}

/** A button that does something at once. */
export function button(label: string, text: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", "aria-label": label, title: label, text });
  made.addEventListener("click", onClick);
  return made;
}

/** Puts an element somewhere and gives it a width, in pixels. The page's policy allows no style in markup. */
export function put(it: HTMLElement, x: number, y: number, width?: number): void {
  it.style.transform = `translate(${x.toFixed(2)}px,${y.toFixed(2)}px)`;
  if (width !== undefined) it.style.width = `${width.toFixed(2)}px`;
}
