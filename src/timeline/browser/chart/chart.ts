import type { Chart, Panel } from "../../timeline.ts";
import { button, element } from "../elements/elements.ts";
import { rowsOf } from "../rows/rows.ts";
import { nextFrame } from "./frames.ts";
import { PanelElement } from "./panel.ts";
import { type Span, TimeScale } from "./time-scale.ts";
import { View } from "./view.ts";

// The shortest time that can be seen, in ms.
const LEAST_MS = 5;
const STEP = 1.6;

/** A chart that can be zoomed and moved: its panels show the same time. */
export class ChartElement {
  readonly panels: readonly PanelElement[];
  view: View;
  readonly #chart: Chart;
  #scale: TimeScale;
  #session = "";

  /** @param section with a place for each panel, `[data-panel]`, and for the tools, `.tools` */
  constructor(section: HTMLElement, chart: Chart) {
    this.#chart = chart;
    this.#scale = new TimeScale(spansOf(chart));
    this.view = viewOf(this.#scale);
    this.panels = chart.panels.map(({ name }, index) => {
      const panel = new PanelElement(`${chart.name}, ${name}: turns and marks over time`);
      section.querySelector(`[data-panel="${index}"]`)?.append(panel.element);
      return panel;
    });
    section.querySelector(".tools")?.append(...this.#tools());
    this.#layOut();
  }

  /** Shows the sessions whose key holds this text. @returns how many */
  filter(text: string): number {
    this.#session = text;
    this.#layOut();
    const keys = this.panels.flatMap(({ places }) => places.flatMap(({ row }) => row.session ?? []));
    return new Set(keys).size;
  }

  zoom(factor: number, anchor?: number): void {
    this.view.zoom(factor, anchor);
    this.draw();
  }

  pan(part: number): void {
    this.view.pan(part);
    this.draw();
  }

  showAll(): void {
    this.view.showAll();
    this.draw();
  }

  /** Draws with the browser's next frame, however often it is asked. */
  draw(): void {
    nextFrame(this);
  }

  /** Looks where its panels are, for {@link drawNow}. */
  measure(): void {
    for (const panel of this.panels) panel.measure();
  }

  drawNow(): void {
    for (const panel of this.panels) panel.draw(this.#scale, this.view);
  }

  #layOut(): void {
    const isShown = ({ session }: { readonly session?: string | undefined }) =>
      session === undefined || session.toLowerCase().includes(this.#session.toLowerCase());
    for (const [index, panel] of this.panels.entries()) {
      const { turns = [], marks = [] }: Partial<Panel> = this.#chart.panels[index] ?? {};
      const whole = { name: "", summary: "", turns: turns.filter(isShown), marks: marks.filter(isShown) };
      panel.show(rowsOf(whole, this.#scale));
    }
    this.draw();
  }

  #tools(): HTMLElement[] {
    const tools = [
      button("Zoom in", "+", () => this.zoom(STEP)),
      button("Zoom out", "−", () => this.zoom(1 / STEP)),
      button("Earlier", "←", () => this.pan(-0.25)),
      button("Later", "→", () => this.pan(0.25)),
      button("Show all", "all", () => this.showAll()),
    ];
    return this.#scale.busy.length > 1 ? [...tools, this.#idleTime()] : tools;
  }

  /** Whether time in which nothing happens is drawn as long as it was. */
  #idleTime(): HTMLElement {
    const box = element("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      this.#scale = new TimeScale(spansOf(this.#chart), box.checked ? Number.POSITIVE_INFINITY : undefined);
      this.view = viewOf(this.#scale);
      this.#layOut();
    });
    return element("label", {}, box, new Text(" idle time in full"));
  }
}

function viewOf({ length }: TimeScale): View {
  return new View(LEAST_MS / length);
}

function spansOf({ panels }: Chart): Span[] {
  return panels.flatMap(({ turns, marks }) => [
    ...turns.map(({ arrivedAt, endedAt }) => ({ from: arrivedAt, to: endedAt })),
    ...marks.map(({ at }) => ({ from: at, to: at })),
  ]);
}
