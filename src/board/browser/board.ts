import { element } from "../../timeline/browser/elements/elements.ts";
import type { Action, Live } from "../contract.ts";
import { actionWords, pageWords as words } from "../words/board-page-words.ts";
import type { App, Part, Wanted } from "./app.ts";
import { PlanDialog } from "./dialogs/plan.ts";
import { save } from "./dialogs/save.ts";
import { WayDialog } from "./dialogs/way.ts";
import { keepLanguage, page, say } from "./elements/text.ts";
import type { Gateway } from "./gateway.ts";
import { Dead } from "./parts/dead.ts";
import { Figures } from "./parts/figures.ts";
import { Gateways } from "./parts/gateways.ts";
import { Header } from "./parts/header.ts";
import { Hung } from "./parts/hung.ts";
import { NotRunList } from "./parts/not-run.ts";
import { SESSIONS, Sessions } from "./parts/sessions.ts";

/** Typing goes on for a moment before something else is looked at, in ms. */
const TYPING_MS = 200;

/** The whole page. */
export class Board implements App {
  readonly gateway: Gateway;
  readonly wanted: Wanted = { filter: "", offset: 0, notRunOffset: 0, session: undefined };
  live: Live | undefined;
  /** How far the gateway's clock is ahead of this one's, in ms. */
  #aheadMs = 0;
  #stop = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #parts: readonly Part[] = [];
  #header: Header;
  #dead: Dead;
  #way: WayDialog;
  #plan: PlanDialog;

  constructor(gateway: Gateway) {
    this.gateway = gateway;
    keepLanguage(page.language);
    this.#header = new Header(this, () => this.#speak());
    this.#dead = new Dead(this);
    this.#way = new WayDialog(gateway);
    this.#plan = new PlanDialog(gateway, (text) => this.announce(text));
    this.#build();
    // Durations go on while nothing changes.
    setInterval(() => this.#show(), 1000);
    document.addEventListener("visibilitychange", () =>
      document.hidden ? this.#stop() : this.live && this.follow(),
    );
  }

  /** Shows what happens from now on. */
  follow(): void {
    this.#stop();
    const { filter, offset, notRunOffset, session } = this.wanted;
    const numbers = { offset: String(offset), limit: String(SESSIONS), notRunOffset: String(notRunOffset) };
    const query = { filter, ...numbers, ...(session !== undefined && { session }) };
    this.#stop = this.gateway.follow(
      query,
      (live) => {
        this.live = live;
        this.#aheadMs = live.now - Date.now();
        this.#show();
      },
      (state) => (state === "locked" ? this.lock() : this.#header.state(state)),
    );
  }

  /** Nobody is let in. */
  lock(): void {
    this.#header.state("locked");
    for (const { element } of this.#parts) element.hidden = true;
  }

  want(changes: Partial<Wanted>): void {
    Object.assign(this.wanted, changes);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.follow(), changes.filter === undefined ? 0 : TYPING_MS);
  }

  showWay(row: number): void {
    void this.#way.show(row);
  }

  propose(action: Action, what: string, rows: readonly number[]): void {
    void this.#plan.propose(action, what, rows, () => void this.#dead.look());
  }

  saveFixture(rows: readonly number[]): void {
    void save(this.gateway, rows).then(
      (count) => this.announce(say(actionWords.saved, { count })),
      (error) => this.announce(say(actionWords.failed, { reason: String(error) })),
    );
  }

  announce(text: string): void {
    this.#header.announce(text);
  }

  #show(): void {
    if (!this.live) return;
    page.now = Date.now() + this.#aheadMs;
    for (const part of this.#parts) {
      part.element.hidden = false;
      part.show(this.live);
    }
  }

  /** Everything again, in the other language. */
  #speak(): void {
    keepLanguage(page.language === "en" ? "zh" : "en");
    this.#header = new Header(this, () => this.#speak());
    this.#dead = new Dead(this);
    document.body.replaceChildren();
    this.#way = new WayDialog(this.gateway);
    this.#plan = new PlanDialog(this.gateway, (text) => this.announce(text));
    this.#build();
    this.#show();
    if (this.live) this.#header.state("connected");
    this.#header.focusLanguage();
  }

  #build(): void {
    document.title = say(words.title);
    this.#parts = [
      new Figures(),
      new Hung(this),
      new Sessions(this),
      new NotRunList(this),
      this.#dead,
      new Gateways(),
    ];
    const main = element("main", {}, ...this.#parts.map((part) => part.element));
    for (const { element: part } of this.#parts) part.hidden = true;
    document.body.prepend(this.#header.element, main);
  }
}
