import type { Fact } from "../../../journal/facts.ts";
import { readableDuration } from "../../../text/readable-duration.ts";
import { ChartElement } from "../../../timeline/browser/chart/chart.ts";
import { Details } from "../../../timeline/browser/details/details.ts";
import { element } from "../../../timeline/browser/elements/elements.ts";
import { followKeyboard } from "../../../timeline/browser/input/keyboard.ts";
import { followPointer } from "../../../timeline/browser/input/pointer.ts";
import type { Chart } from "../../../timeline/timeline.ts";
import { filled } from "../../../wording/phrase.ts";
import type { Way } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { stepWords } from "../../words/step-words.ts";
import { foreign, page, say } from "../elements/text.ts";
import type { Gateway } from "../gateway.ts";
import { Dialog } from "./dialog.ts";

/** What happened to one message, in a list and as a picture. */
export class WayDialog {
  readonly #dialog = new Dialog("way");
  readonly #gateway: Gateway;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    new Details(this.#dialog.element, this.#dialog.element);
  }

  async show(row: number): Promise<void> {
    const way = await this.#gateway.get<Way>("/board/way", { row: String(row) });
    const { message, leftOut, chart } = way;
    const title = say(words.wayOf, { id: foreign(message?.messageId ?? String(row)) });
    if (!message) return this.#dialog.open(title, element("p", { text: say(words.noWay) }));
    const more = element("p", { text: say(words.leftOut, { count: leftOut }) });
    more.hidden = leftOut === 0;
    const session = element("p", { text: foreign(message.sessionKey) });
    this.#dialog.open(title, session, stepsOf(way), more);
    // It has to be on the page before it can be drawn.
    if (chart) this.#dialog.add(chartOf(chart));
  }
}

function stepsOf({ facts }: Way): HTMLElement {
  const [first] = facts;
  const steps = facts.map((fact) => {
    const time = element("time", {
      datetime: new Date(fact.at).toISOString(),
      text: timeOf(fact, first?.at ?? fact.at),
    });
    return element("li", { "data-step": fact.type }, time, new Text(` ${stepOf(fact)}`));
  });
  return element("ol", { class: "steps" }, ...steps);
}

/** The first one by the clock, the others since then. */
function timeOf({ at }: Fact, start: number): string {
  return at === start ? new Date(at).toLocaleTimeString("en-GB") : `+${readableDuration(at - start)}`;
}

function stepOf(fact: Fact): string {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(fact))
    if (typeof value === "string" || typeof value === "number") values[name] = String(value);
  if (fact.type === "acknowledged") values.took = readableDuration(fact.tookMs);
  const isRefused = fact.type === "acknowledged" && fact.status === "unavailable";
  const name = isRefused ? "unavailable" : fact.type;
  const known = Object.hasOwn(stepWords, name) ? stepWords[name as keyof typeof stepWords] : undefined;
  return foreign(known ? filled(known[page.language], values) : name);
}

function chartOf(chart: Chart): HTMLElement {
  const panel = element("div", { class: "panel", "data-panel": "0" });
  const tools = element("div", { class: "tools", role: "toolbar", "aria-label": say(words.aroundIt) });
  const section = element(
    "div",
    { class: "way-chart" },
    element("h3", { text: say(words.aroundIt) }),
    tools,
    panel,
  );
  queueMicrotask(() => {
    const drawn = new ChartElement(section, chart);
    for (const it of drawn.panels) {
      followPointer(drawn, it.rows);
      followKeyboard(drawn, it);
    }
    drawn.draw();
  });
  return section;
}
