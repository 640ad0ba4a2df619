import type { Action, Live } from "../contract.ts";
import type { Gateway } from "./gateway.ts";

/** What is looked at. */
export interface Wanted {
  filter: string;
  offset: number;
  notRunOffset: number;
  /** The session whose messages are listed. */
  session: string | undefined;
}

/** What parts of the page ask of the whole. */
export interface App {
  readonly gateway: Gateway;
  readonly wanted: Wanted;
  /** The newest that was heard. */
  readonly live: Live | undefined;
  /** Looks at something else from now on. */
  want(changes: Partial<Wanted>): void;
  /** Shows what happened to the message of a row. */
  showWay(row: number): void;
  /** Shows what an action would do, and does it if that is meant. */
  propose(action: Action, what: string, rows: readonly number[]): void;
  saveFixture(rows: readonly number[]): void;
  /** Says something once, to the eye and to screen readers. */
  announce(text: string): void;
}

/** Whether operators may drop messages. */
export function mayCancel(live: Live | undefined): boolean {
  return live?.actions === true && live.offers.includes("cancel");
}

/** A part of the page that shows what is heard. */
export interface Part {
  readonly element: HTMLElement;
  show(live: Live): void;
}
