import { type Claim, file } from "./claim.ts";
import { made } from "./made.ts";

/** Turns that belong together follow each other. */
export const inOrder: readonly Claim[] = [
  {
    id: "in-order",
    title: "a chat in order, one at a\ntime",
    about: "Messages of a few chats, by a seed, whose turns are of uneven length: in order within each chat.",
    fixture: { lines: made.uneven },
    looksFor: ["repeated", "overlap", "order"],
  },
  {
    id: "shared-session",
    title: "a session of two chats:\none turn at a time",
    about: "While a turn of a session runs, /new and a message come to it from another chat.",
    fixture: file("new-by-another-user-shared-session"),
    looksFor: ["overlap", "order"],
  },
  {
    id: "slow-turn",
    title: "a turn of 20 min is not\novertaken",
    about: "Messages behind a slow turn of their own chat wait for its end.",
    fixture: { lines: made.slowTurn },
    looksFor: ["overlap", "order"],
  },
  {
    id: "new-alone",
    title: "/new has a turn of its own",
    about: "/new and a message behind it, while a turn runs, are not put into one turn.",
    fixture: { lines: made.newAlone },
    looksFor: ["merged", "overlap", "order"],
  },
  {
    id: "while-busy",
    title: "15 messages to a busy bot:\nnone lost",
    about: "Messages that come while a turn runs, for more than three minutes, are answered.",
    fixture: { lines: made.whileBusy },
    looksFor: ["repeated"],
  },
];
