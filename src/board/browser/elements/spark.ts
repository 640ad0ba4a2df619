import { readableDuration } from "../../../text/readable-duration.ts";
import type { MinuteRow } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { say } from "./text.ts";

const SVG = "http://www.w3.org/2000/svg";
const MINUTES = 60;
const HEIGHT = 40;
const WIDTH = 240;

/** The wait of each minute of the last hour, as bars: minutes in which nothing began have none. */
export class Spark {
  readonly element = document.createElementNS(SVG, "svg");
  #drawn = "";

  constructor() {
    this.element.setAttribute("class", "spark");
    this.element.setAttribute("role", "img");
    this.element.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute("preserveAspectRatio", "none");
  }

  show(minutes: readonly MinuteRow[], now: number): void {
    const bars = minutes.flatMap(({ at, p95 }) => (p95 === undefined ? [] : [{ at, p95 }]));
    const drawn = JSON.stringify([bars, Math.floor(now / 60_000), say(words.noSpark)]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const most = Math.max(0, ...bars.map(({ p95 }) => p95));
    const label = bars.length > 0 ? say(words.spark, { most: readableDuration(most) }) : say(words.noSpark);
    this.element.setAttribute("aria-label", label);
    const title = document.createElementNS(SVG, "title");
    title.textContent = label;
    const last = Math.floor(now / 60_000);
    this.element.replaceChildren(
      title,
      ...bars.map(({ at, p95 }) =>
        bar(MINUTES - 1 - (last - Math.floor(at / 60_000)), p95 / Math.max(1, most)),
      ),
    );
  }
}

/** @param part of the highest */
function bar(minute: number, part: number): SVGElement {
  const it = document.createElementNS(SVG, "rect");
  const height = Math.max(2, part * HEIGHT);
  const place = { x: minute * (WIDTH / MINUTES), y: HEIGHT - height, width: WIDTH / MINUTES - 1, height };
  for (const [name, value] of Object.entries(place)) it.setAttribute(name, value.toFixed(1));
  return it;
}
