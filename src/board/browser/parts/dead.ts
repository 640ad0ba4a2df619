import { element } from "../../../timeline/browser/elements/elements.ts";
import type { DeadGroup, DeadLetters, Live } from "../../contract.ts";
import { actionWords, pageWords as words } from "../../words/board-page-words.ts";
import type { App, Part } from "../app.ts";
import { Keyed, type Shown } from "../elements/keyed.ts";
import { action, RowElement, section, table } from "../elements/table.ts";
import { foreign, named, say, since } from "../elements/text.ts";

const heads = [words.count, words.error, words.newest, words.message, words.actions];
/** How often they are looked for without a sign that there are others, in ms: somebody may change the inbox by itself. */
const AGAIN_MS = 15_000;
/** So many rows of a group are listed by their numbers. */
const LISTED = 20;

/** Dead letters by what they died of. */
export class Dead implements Part {
  readonly element: HTMLElement;
  readonly #app: App;
  readonly #rows: Keyed<DeadGroup>;
  readonly #none = element("p", { text: say(words.noDead) });
  readonly #more = element("p", { text: say(words.moreDead) });
  #letters: DeadLetters = { groups: [], hasMore: false };
  #seen = "";
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(app: App) {
    this.#app = app;
    const { element: list, body } = table(say(words.dead), heads);
    this.#rows = new Keyed(
      body,
      ({ error }) => error,
      () => new Row(app),
    );
    this.#more.hidden = true;
    this.element = section("dead", say(words.dead), this.#none, list, this.#more);
  }

  show({ totals, offers }: Live): void {
    this.element.hidden = !offers.includes("dead");
    if (this.element.hidden) return;
    const seen = JSON.stringify([totals.dead, totals.resumed]);
    const isNew = seen !== this.#seen || performance.now() - this.#askedAt > AGAIN_MS;
    this.#seen = seen;
    if (isNew) void this.look();
    else this.#draw();
  }

  /** Looks what there is now, where there may be any. */
  async look(): Promise<void> {
    if (!this.#app.live?.offers.includes("dead")) return;
    this.#askedAt = performance.now();
    // Without an answer the page stays as it is.
    this.#letters = await this.#app.gateway.get<DeadLetters>("/board/dead").catch(() => this.#letters);
    this.#draw();
  }

  #draw(): void {
    const { groups, hasMore } = this.#letters;
    this.#rows.show(groups);
    this.#none.hidden = groups.length > 0;
    this.#more.hidden = !hasMore;
  }
}

class Row implements Shown<DeadGroup> {
  readonly element: HTMLElement;
  readonly #app: App;
  readonly #row = new RowElement(heads);
  readonly #acts: readonly HTMLButtonElement[];
  #group: DeadGroup | undefined;

  constructor(app: App) {
    this.#app = app;
    this.element = this.#row.element;
    const rows = () => this.#group?.rows.map(({ row }) => row) ?? [];
    const acts = (["retry", "discard"] as const).map((name) =>
      action(say(actionWords[name]), say(actionWords[name]), () => app.propose(name, this.#error, rows())),
    );
    const save = action(say(actionWords.fixture), say(actionWords.fixture), () => app.saveFixture(rows()));
    this.#acts = acts;
    this.#row.cell(4).append(...acts, save);
  }

  get #error(): string {
    return foreign(this.#group?.error || say(words.unknownError));
  }

  show(group: DeadGroup): void {
    this.#group = group;
    const { count, newestAt, rows } = group;
    const listed = rows.slice(0, LISTED).map(({ row }) => row);
    this.element.dataset.rows = rows.map(({ row }) => row).join(" ");
    const numbers = listed.join(", ") + (rows.length > LISTED ? " …" : "");
    this.#row.put(String(count), this.#error, say(words.ago, { time: since(newestAt) }), numbers);
    for (const button of this.#acts) button.hidden = this.#app.live?.actions !== true;
    for (const button of this.element.querySelectorAll("button"))
      button.setAttribute("aria-label", named(button.textContent ?? "", this.#error));
  }
}
