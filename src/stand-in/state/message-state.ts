import { CardUpdates } from "./card-updates.ts";
import { Chats } from "./chats.ts";
import { Outbox } from "./outbox.ts";
import { Places } from "./places.ts";
import { Reactions } from "./reactions.ts";
import { Received } from "./received.ts";

/** What the stand-in knows of messages: what was sent, what was delivered, where they stand, what became of them. */
export class MessageState {
  readonly outbox: Outbox;
  readonly places = new Places();
  readonly received = new Received();
  readonly chats = new Chats();
  readonly cards: CardUpdates;
  readonly reactions: Reactions;

  constructor(now: () => number, perSecond: number) {
    this.outbox = new Outbox(now, perSecond);
    this.cards = new CardUpdates(now);
    this.reactions = new Reactions(now);
  }

  /** Remembers the message in this event, if it has one. */
  note(event: unknown): void {
    this.places.note(event);
    this.received.note(event);
    this.chats.note(event);
  }
}
