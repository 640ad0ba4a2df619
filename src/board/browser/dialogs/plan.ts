import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Action, Order, Plan } from "../../contract.ts";
import { actionWords as words } from "../../words/board-page-words.ts";
import { action as button } from "../elements/table.ts";
import { named, say } from "../elements/text.ts";
import type { Gateway } from "../gateway.ts";
import { Dialog } from "./dialog.ts";

/** So many rows are listed by their numbers. */
const LISTED = 20;

/** Shows what an action would do, and does just that if it is meant. */
export class PlanDialog {
  readonly #dialog = new Dialog("plan");
  readonly #gateway: Gateway;
  readonly #announce: (text: string) => void;

  constructor(gateway: Gateway, announce: (text: string) => void) {
    this.#gateway = gateway;
    this.#announce = announce;
  }

  async propose(action: Action, what: string, rows: readonly number[], onDone: () => void): Promise<void> {
    const title = named(say(words[action]), what);
    const plan = await this.#ask("/board/preview", { action, rows });
    if (!plan) return;
    const sentences = sentencesOf(plan).map((text) => element("li", { text }));
    const meant = rowsOf(plan);
    const go = button(
      say(words.goAhead),
      `${say(words.goAhead)}: ${title}`,
      () => void this.#carryOut({ action, rows: meant }, onDone),
    );
    go.classList.add("go");
    go.disabled = meant.length === 0;
    const back = button(say(words.back), say(words.back), () => this.#dialog.close());
    const about = element("p", { text: say(words.willDo) });
    this.#dialog.open(
      title,
      about,
      element("ul", { class: "plan-list" }, ...sentences),
      element("div", { class: "pager" }, go, back),
    );
    back.focus();
  }

  async #carryOut(order: Order, onDone: () => void): Promise<void> {
    const done = await this.#ask("/board/act", order);
    this.#dialog.close();
    if (!done) return;
    this.#announce(saidOf(done));
    onDone();
  }

  async #ask(path: string, order: Order): Promise<Plan | undefined> {
    try {
      if (order.rows.length === 0)
        return { ...{ action: order.action, stop: [], drop: [], putBack: [], gone: [] } };
      return await this.#gateway.post<Plan>(path, order);
    } catch (error) {
      this.#announce(say(words.failed, { reason: error instanceof Error ? error.message : String(error) }));
      return undefined;
    }
  }
}

/** The rows with which something is done. */
function rowsOf({ stop, letGo = [], drop, putBack }: Plan): number[] {
  return [...stop, ...letGo, ...drop, ...putBack.map(({ row }) => row)];
}

function saidOf({ stop, letGo = [], drop, putBack, gone }: Plan): string {
  if (letGo.length > 0) return say(words.doneLetGo, { count: letGo.length });
  const counts = { stopped: stop.length, dropped: drop.length, putBack: putBack.length, gone: gone.length };
  return say(words.done, counts);
}

function sentencesOf({ action, stop, letGo = [], drop, putBack, gone }: Plan): string[] {
  const behind = putBack.map(({ row, behind }) => (behind > 0 ? say(words.behind, { row, behind }) : row));
  const sentences = [
    ...(stop.length > 0
      ? [say(words.stop, { count: stop.length, rows: listOf(stop) }), say(words.held)]
      : []),
    ...(letGo.length > 0 ? [say(words.letGo, { count: letGo.length, rows: listOf(letGo) })] : []),
    ...(drop.length > 0 ? [say(words.drop, { count: drop.length, rows: listOf(drop) })] : []),
    ...(putBack.length > 0 ? [say(words.putBack, { count: putBack.length, rows: listOf(behind) })] : []),
    ...(action === "release" && stop.length + letGo.length > 0 ? [say(words.stay)] : []),
    ...(gone.length > 0 && action !== "release" ? [say(words.gone, { rows: listOf(gone) })] : []),
  ];
  return sentences.length > 0 ? sentences : [say(words.nothing)];
}

function listOf(rows: ReadonlyArray<number | string>): string {
  return rows.slice(0, LISTED).join(", ") + (rows.length > LISTED ? " …" : "");
}
