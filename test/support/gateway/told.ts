import type { About, Fact, NewFact, TurnFacts } from "../../../src/journal/facts.ts";
import { Journal } from "../../../src/journal/journal.ts";
import type { Limits } from "../../../src/journal/view/state.ts";
import { JournalView } from "../../../src/journal/view/view.ts";

type Fields<Type extends keyof TurnFacts> = Partial<TurnFacts[Type]> & Partial<About>;

/** A view, and facts about rows for it, told at times that the test sets. */
export function toldView(limits?: Limits) {
  const clock = { now: 1000 };
  const journal = new Journal({ now: () => clock.now });
  const view = new JournalView(limits);
  const facts: Fact[] = [];
  journal.subscribe(view.hear);
  journal.subscribe((fact) => void facts.push(fact));
  const tell = <Type extends keyof TurnFacts>(row: number, type: Type, fields: Fields<Type> = {}) => {
    const about = { row, turnId: `t-${row}`, account: "default", sessionKey: "s", type };
    journal.note({ ...about, ...fields } as NewFact); // the test says what it needs
  };
  /** A message comes in. */
  const receive = (row: number, fields: Fields<"received"> = {}) =>
    tell(row, "received", {
      ...{ claim: "accepted", kind: "ordinary", transport: "webhook", ids: [`message:default:om_${row}`] },
      ...{ eventId: `e-${row}`, eventType: "im.message.receive_v1", messageId: `om_${row}` },
      ...fields,
    });
  return { view, clock, journal, facts, tell, receive };
}
