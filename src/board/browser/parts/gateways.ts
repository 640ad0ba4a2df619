import type { SharedSession, SharingGateway } from "../../../inbox/sharing.ts";
import { readableDuration } from "../../../text/readable-duration.ts";
import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Phrase } from "../../../wording/words.ts";
import type { Live } from "../../contract.ts";
import { pageWords as words } from "../../words/board-page-words.ts";
import { columnWords } from "../../words/board-words.ts";
import type { Part } from "../app.ts";
import { Keyed, type Shown } from "../elements/keyed.ts";
import { RowElement, section, table } from "../elements/table.ts";
import { foreign, say, since } from "../elements/text.ts";

const gatewayHeads = [words.gateway, words.silent, words.lease, words.sessions];
const sessionHeads = [columnWords.session, words.gateway, words.epoch, words.pending, columnWords.oldest];

/** Those that share the inbox, and what the others have. */
export class Gateways implements Part {
  readonly element: HTMLElement;
  readonly #gateways: Keyed<SharingGateway>;
  readonly #sessions: Keyed<SharedSession>;
  readonly #elsewhere: HTMLElement;

  constructor() {
    const gateways = table(say(words.gateways), gatewayHeads);
    this.#gateways = new Keyed(
      gateways.body,
      ({ name }) => name,
      () => rowOf(gatewayHeads, gatewayTexts),
    );
    const sessions = table(say(words.elsewhere), sessionHeads);
    this.#sessions = new Keyed(
      sessions.body,
      ({ key }) => key,
      () => rowOf(sessionHeads, sessionTexts),
    );
    this.#elsewhere = element("div", {}, element("h3", { text: say(words.elsewhere) }), sessions.element);
    this.element = section("gateways", say(words.gateways), gateways.element, this.#elsewhere);
  }

  show({ gateways = [], elsewhere = [] }: Live): void {
    this.element.hidden = gateways.length === 0;
    this.#gateways.show(gateways);
    this.#elsewhere.hidden = elsewhere.length === 0;
    this.#sessions.show(elsewhere);
  }
}

function rowOf<Item>(heads: readonly Phrase[], textsOf: (item: Item) => string[]): Shown<Item> {
  const row = new RowElement(heads);
  return { element: row.element, show: (item) => row.put(...textsOf(item)) };
}

function gatewayTexts({ name, isThis, silentMs, leaseMs, sessions }: SharingGateway): string[] {
  const known = isThis ? say(words.thisOne, { name }) : name;
  return [foreign(known), readableDuration(silentMs), readableDuration(leaseMs), String(sessions)];
}

function sessionTexts({ key, gateway, epoch, pending, oldestAt }: SharedSession): string[] {
  return [foreign(key), foreign(gateway), String(epoch), String(pending), since(oldestAt)];
}
