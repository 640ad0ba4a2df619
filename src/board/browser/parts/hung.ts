import type { Live, SessionRow } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import type { App, Part } from "../app.ts";
import { Keyed } from "../elements/keyed.ts";
import { section, table } from "../elements/table.ts";
import { say } from "../elements/text.ts";
import { heads, Row } from "./sessions.ts";

/** Sessions whose turn has outrun its time: nobody but an operator helps them. */
export class Hung implements Part {
  readonly element: HTMLElement;
  readonly #rows: Keyed<SessionRow>;

  constructor(app: App) {
    const { element: list, body } = table(say(words.hungTurns), heads);
    this.#rows = new Keyed(
      body,
      ({ key }) => key,
      () => new Row(app),
    );
    this.element = section("hung", say(words.hungTurns), list);
  }

  show({ hung }: Live): void {
    this.element.hidden = hung.length === 0;
    this.#rows.show(hung);
  }
}
