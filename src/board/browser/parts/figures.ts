import { readableDuration } from "../../../text/readable-duration.ts";
import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Phrase } from "../../../wording/words.ts";
import type { Live } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { columnWords } from "../../words/board-words.ts";
import type { Part } from "../app.ts";
import { put } from "../elements/keyed.ts";
import { Spark } from "../elements/spark.ts";
import { say } from "../elements/text.ts";

const duration = (ms: number | undefined) => (ms === undefined ? "–" : readableDuration(ms));
const sum = (tally: Readonly<Record<string, number>>) =>
  Object.values(tally).reduce((all, each) => all + each, 0);

/** The figures at the top of the page, in order. */
const figures: ReadonlyArray<readonly [name: string, label: Phrase, of: (live: Live) => string | number]> = [
  ["sessions", words.sessions, ({ totals }) => totals.sessions],
  ["running", words.running, ({ totals }) => totals.running],
  ["waiting", words.waiting, ({ totals }) => totals.waiting],
  ["hung", columnWords.hung, ({ hung }) => hung.length],
  ["received", words.received, ({ totals }) => sum(totals.received)],
  ["known", words.known, ({ totals }) => sum(totals.recognised)],
  ["replies", words.replies, ({ totals }) => sum(totals.replies)],
  ["p50", words.waitP50, ({ totals }) => duration(totals.waits.p50)],
  ["p95", words.waitP95, ({ totals }) => duration(totals.waits.p95)],
];

/** What there is of everything. */
export class Figures implements Part {
  readonly element = element("section", { class: "figures-row", "aria-label": say(words.title) });
  readonly #spark = new Spark();
  readonly #values: readonly HTMLElement[];

  constructor() {
    const list = element("dl", {});
    this.#values = figures.map(([name, label]) => {
      const value = element("dd", { "data-figure": name });
      list.append(element("div", { class: name }, element("dt", { text: say(label) }), value));
      return value;
    });
    this.element.append(list, this.#spark.element);
  }

  show(live: Live): void {
    for (const [index, [name, , of]] of figures.entries()) {
      const value = this.#values[index];
      if (!value) continue;
      put(value, of(live).toLocaleString("en"));
      if (name === "replies" && value.parentElement)
        value.parentElement.hidden = !live.offers.includes("replies");
    }
    this.element.classList.toggle("harm", live.hung.length > 0);
    this.#spark.show(live.minutes, live.now);
  }
}
