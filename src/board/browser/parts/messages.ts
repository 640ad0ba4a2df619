import { sayWhy } from "../../../journal/view/say-why.ts";
import { element } from "../../../timeline/browser/elements/elements.ts";
import type { MessageRow, SessionDetail } from "../../contract.ts";
import { actionWords, pageWords as words } from "../../words/board-page-words.ts";
import { columnWords } from "../../words/board-words.ts";
import type { App } from "../app.ts";
import { mayCancel } from "../app.ts";
import { Keyed, put, type Shown } from "../elements/keyed.ts";
import { action, RowElement, table } from "../elements/table.ts";
import { foreign, named, page, say, since } from "../elements/text.ts";

const heads = [words.place, words.message, words.came, words.state, words.actions];

/** The messages of one session, each with its place in the line. */
export class Messages {
  readonly element = element("div", { class: "detail" });
  readonly #title = element("h3", {});
  readonly #none = element("p", { text: say(words.idle) });
  readonly #rows: Keyed<MessageRow>;
  readonly #save: HTMLButtonElement;
  readonly #app: App;
  #detail: SessionDetail | undefined;

  constructor(app: App) {
    this.#app = app;
    const { element: list, body } = table(say(words.message), heads);
    this.#rows = new Keyed(
      body,
      ({ row }) => String(row),
      () => new Row(app),
    );
    const close = action(say(words.close), say(words.close), () => app.want({ session: undefined }));
    this.#save = action(say(actionWords.fixture), say(actionWords.fixture), () =>
      app.saveFixture(this.#detail?.messages.map(({ row }) => row) ?? []),
    );
    this.element.append(this.#title, this.#none, list, element("div", { class: "pager" }, this.#save, close));
  }

  show(detail: SessionDetail | undefined): void {
    this.#detail = detail;
    this.element.hidden = detail === undefined;
    if (!detail) return this.#rows.clear();
    this.#save.hidden = this.#app.live?.offers.includes("fixtures") !== true;
    put(this.#title, say(words.messages, { key: foreign(detail.key) }));
    this.#none.hidden = detail.messages.length > 0;
    this.#rows.show(detail.messages);
  }
}

class Row implements Shown<MessageRow> {
  readonly element: HTMLElement;
  readonly #row = new RowElement(heads);
  readonly #cancel: HTMLButtonElement;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.element = this.#row.element;
    const row = () => Number(this.element.dataset.row);
    const way = action(say(words.way), say(words.way), () => app.showWay(row()));
    this.#cancel = action(say(actionWords.cancel), say(actionWords.cancel), () =>
      app.propose("cancel", say(words.message), [row()]),
    );
    this.#row.cell(4).append(way, this.#cancel);
  }

  show({ row, messageId, command, receivedAt, startedAt, hungAt, attempt, place, why }: MessageRow): void {
    this.element.dataset.row = String(row);
    this.element.dataset.message = messageId ?? "";
    this.element.classList.toggle("harm", hungAt !== undefined);
    const name = [command, messageId ?? String(row)].filter(Boolean).join(" · ");
    const runs = startedAt === undefined ? "" : say(words.runs, { time: since(startedAt), attempt });
    const hangs = hungAt === undefined ? "" : ` ${say(columnWords.hangs)}`;
    const state = why ? sayWhy(why, { ...page, gateway: this.#app.live?.detail?.gateway }) : runs + hangs;
    this.#row.put(
      place === undefined ? "–" : String(place),
      foreign(name),
      since(receivedAt),
      foreign(state),
    );
    this.#cancel.hidden = !mayCancel(this.#app.live);
    for (const button of this.element.querySelectorAll("button"))
      button.setAttribute("aria-label", named(button.textContent ?? "", foreign(name)));
  }
}
