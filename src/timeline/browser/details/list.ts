import type { PanelElement } from "../chart/panel.ts";
import { button, element } from "../elements/elements.ts";
import type { Item } from "../rows/rows.ts";
import { factsOf, titleOf } from "./describe.ts";

// At a time: a browser takes seconds to lay out a table of ten thousand rows.
const PAGE = 200;
const columns = ["arrived", "at", "waited", "ran", "text", "note", "by their shared", "message", "session"];

/** Everything that a panel draws as a table, for who would rather read it; made when it is opened. */
export function listWhenOpened(details: HTMLDetailsElement, panel: PanelElement): void {
  details.addEventListener("toggle", () => {
    const old = details.querySelectorAll(".scroll, .more");
    for (const it of old) it.remove();
    if (details.open) show(details, panel);
  });
}

function show(details: HTMLDetailsElement, { places, rows }: PanelElement): void {
  const items = places
    .flatMap(({ row }) => [...row.items, ...row.arrivals])
    .sort((a, b) => a.since - b.since);
  const body = element("tbody");
  const head = element(
    "tr",
    {},
    ...["what", ...columns].map((text) => element("th", { scope: "col", text })),
  );
  const table = element("table", {}, element("thead", {}, head), body);
  const label = `${rows.getAttribute("aria-label")}, as a table`;
  details.append(
    element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": label }, table),
  );
  const more = button("Show more rows", "Show more", () => append(body, items, more));
  more.classList.add("more");
  details.append(more);
  append(body, items, more);
}

function append(body: HTMLElement, items: readonly Item[], more: HTMLElement): void {
  const from = body.childElementCount;
  body.append(...items.slice(from, from + PAGE).map(tableRow));
  more.hidden = body.childElementCount >= items.length;
}

function tableRow(item: Item): HTMLElement {
  const facts = new Map(factsOf(item));
  const cells = columns.map((name) => element("td", { text: facts.get(name) ?? "" }));
  return element("tr", {}, element("th", { scope: "row", text: titleOf(item) }), ...cells);
}
