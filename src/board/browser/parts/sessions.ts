import { sayWhy } from "../../../journal/view/say-why.ts";
import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Live, SessionRow } from "../../contract.ts";
import { actionWords, pageWords as words } from "../../words/board-page-words.ts";
import { columnWords } from "../../words/board-words.ts";
import { type App, mayCancel, type Part } from "../app.ts";
import { Keyed, put, type Shown } from "../elements/keyed.ts";
import { Pager } from "../elements/pager.ts";
import { action, RowElement, section, table } from "../elements/table.ts";
import { foreign, named, page, say, since } from "../elements/text.ts";
import { Messages } from "./messages.ts";

/** As many as the gateway tells of at once. */
export const SESSIONS = 50;

const { session, running, waiting, oldest, why } = columnWords;
/** The columns of a table of sessions. */
export const heads = [session, running, waiting, oldest, why, words.actions];

/** A row for each session, the one that has been busy longest first. */
export class Sessions implements Part {
  readonly element: HTMLElement;
  readonly #rows: Keyed<SessionRow>;
  readonly #pager: Pager;
  readonly #none = element("p", { text: say(words.noSessions) });
  readonly #messages: Messages;

  constructor(app: App) {
    const { element: list, body } = table(say(words.sessions), heads);
    this.#rows = new Keyed(
      body,
      ({ key }) => key,
      () => new Row(app),
    );
    this.#pager = new Pager(say(words.sessions), SESSIONS, (offset) => app.want({ offset }));
    this.#messages = new Messages(app);
    const children = [this.#none, list, this.#pager.element, this.#messages.element];
    this.element = section("sessions", say(words.sessions), ...children);
  }

  show({ sessions, detail }: Live): void {
    this.#rows.show(sessions.rows);
    this.#pager.show(sessions);
    this.#none.hidden = sessions.rows.length > 0;
    this.#messages.show(detail);
  }
}

/** A session among others. */
export class Row implements Shown<SessionRow> {
  readonly element: HTMLElement;
  readonly #app: App;
  readonly #row = new RowElement(heads);
  readonly #open = element("button", { type: "button", class: "link" });
  readonly #release: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  #session: SessionRow | undefined;

  constructor(app: App) {
    this.#app = app;
    this.element = this.#row.element;
    this.#open.addEventListener("click", () => this.#toggle());
    this.#row.cell(0).append(this.#open);
    const button = (text: string, act: () => void) => action(text, text, act);
    this.#release = button(say(actionWords.release), () => void this.#propose("release"));
    this.#cancel = button(say(actionWords.cancel), () => void this.#propose("cancel"));
    this.#row.cell(5).append(this.#release, this.#cancel);
  }

  show(it: SessionRow): void {
    this.#session = it;
    const { key, running: turn, waiting: count, oldestAt } = it;
    const isOpen = this.#app.wanted.session === key;
    put(this.#open, foreign(key));
    this.#open.setAttribute("aria-expanded", String(isOpen));
    this.element.dataset.session = key;
    this.element.classList.toggle("harm", turn?.hungAt !== undefined);
    const hangs = turn?.hungAt === undefined ? "" : ` ${say(columnWords.hangs)}`;
    const cause = it.why ? foreign(sayWhy(it.why, { ...page, gateway: it.gateway })) : "";
    this.#row.put(undefined, since(turn?.startedAt) + hangs, String(count), since(oldestAt), cause);
    const mayAct = this.#app.live?.actions === true;
    this.#release.hidden = !mayAct || turn === undefined;
    this.#cancel.hidden = !mayCancel(this.#app.live);
    for (const [button, word] of [
      [this.#release, actionWords.release],
      [this.#cancel, actionWords.cancel],
    ] as const)
      button.setAttribute("aria-label", named(say(word), foreign(key)));
  }

  #toggle(): void {
    const { key } = this.#session ?? {};
    const isOpen = this.#app.wanted.session === key;
    this.#app.want({ session: isOpen ? undefined : key });
  }

  /** All that is in it now; what comes later is not touched. */
  async #propose(action: "release" | "cancel"): Promise<void> {
    const { key = "" } = this.#session ?? {};
    const { rows } = await this.#app.gateway.get<{ rows: number[] }>("/board/rows", { session: key });
    this.#app.propose(action, key, rows);
  }
}
