import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Live, NotRunRow } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { columnWords, notRunWords } from "../../words/board-words.ts";
import type { App, Part } from "../app.ts";
import { Keyed, put, type Shown } from "../elements/keyed.ts";
import { Pager } from "../elements/pager.ts";
import { action, RowElement, section, table } from "../elements/table.ts";
import { foreign, say, since } from "../elements/text.ts";

const heads = [
  words.when,
  columnWords.session,
  words.message,
  words.became,
  words.recognisedBy,
  words.ofWork,
];
/** As many as the gateway tells of at once. */
const PAGE = 25;

/** What came and got no turn of its own. */
export class NotRunList implements Part {
  readonly element: HTMLElement;
  readonly #rows: Keyed<NotRunRow>;
  readonly #pager: Pager;
  readonly #none = element("p", { text: say(words.nothingNotRun) });
  readonly #others = element("p", {});

  constructor(app: App) {
    const about = element("p", { text: say(words.notRunAbout) });
    const { element: list, body } = table(say(words.notRun), heads);
    this.#rows = new Keyed(
      body,
      ({ seq }) => String(seq),
      () => new Row(app),
    );
    this.#pager = new Pager(say(words.notRun), PAGE, (notRunOffset) => app.want({ notRunOffset }));
    const children = [about, this.#none, list, this.#pager.element, this.#others];
    this.element = section("not-run", say(words.notRun), ...children);
  }

  show({ notRun, totals }: Live): void {
    this.#rows.show(notRun.rows);
    this.#pager.show(notRun);
    this.#none.hidden = notRun.rows.length > 0;
    const { ignored, refused } = totals;
    const sentences = [
      ...(Object.keys(ignored).length > 0 ? [say(words.ignored, { list: listOf(ignored) })] : []),
      ...(Object.keys(refused).length > 0 ? [say(words.refused, { list: listOf(refused) })] : []),
    ];
    put(this.#others, sentences.join(" "));
  }
}

class Row implements Shown<NotRunRow> {
  readonly element: HTMLElement;
  readonly #row = new RowElement(heads);
  readonly #work: HTMLButtonElement;

  constructor(app: App) {
    this.element = this.#row.element;
    this.#work = action("", "", () => app.showWay(Number(this.#work.dataset.row)));
    this.#row.cell(5).append(this.#work);
  }

  show({ at, sessionKey, messageId = "", why, by = "", row, cancelled }: NotRunRow): void {
    this.element.dataset.message = messageId;
    this.element.dataset.row = String(row);
    this.element.dataset.why = why;
    const became = [wordFor(why), cancelled && byWhom(cancelled.by)].filter(Boolean).join(", ");
    this.#row.put(
      ...[say(words.ago, { time: since(at) }), foreign(sessionKey), foreign(messageId), became, foreign(by)],
    );
    this.#work.dataset.row = String(row);
    put(this.#work, String(row));
    // Known from a time of which nothing else is.
    this.#work.hidden = row === 0;
    this.#work.setAttribute("aria-label", say(words.wayOf, { id: row }));
  }
}

function wordFor(why: string): string {
  return Object.hasOwn(notRunWords, why) ? say(notRunWords[why as keyof typeof notRunWords]) : why;
}

function byWhom(by: NonNullable<NotRunRow["cancelled"]>["by"]): string {
  const { byStop, byInterrupt, byRecall, byOperator } = notRunWords;
  return say({ stop: byStop, interrupt: byInterrupt, recall: byRecall, operator: byOperator }[by]);
}

function listOf(tally: Readonly<Record<string, number>>): string {
  return foreign(
    Object.entries(tally)
      .map(([name, count]) => `${name} ${count}`)
      .join(", "),
  );
}
