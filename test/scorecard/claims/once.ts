import { type Claim, file } from "./claim.ts";
import { made } from "./made.ts";

/** However often something comes, it is answered once. */
export const once: readonly Claim[] = [
  {
    id: "plain",
    title: "plain messages",
    about: "Messages of one chat, each written when the one before is answered, are answered.",
    fixture: { lines: made.plain },
    looksFor: ["repeated", "overlap", "order"],
  },
  {
    id: "same-event",
    title: "same event again: once",
    about: "An event that comes again, at once and later, is answered once.",
    fixture: { lines: made.sameEvent },
    looksFor: ["repeated"],
  },
  {
    id: "new-event-id",
    title: "under a new event id: once",
    about: "A message that comes again under other event ids is answered once.",
    fixture: file("duplicate-event-id"),
    looksFor: ["repeated"],
  },
  {
    id: "new-message-id",
    title: "under a new message id:\nonce",
    about: "The same message under fresh message ids, by its old time of writing, is answered once.",
    fixture: file("redelivery-fresh-message-id"),
    looksFor: ["repeated"],
  },
  {
    id: "same-text",
    title: "same text written again:\neach answered",
    about: "Three messages with the same text are three messages.",
    fixture: file("same-text-twice"),
    looksFor: ["repeated"],
  },
  {
    id: "while-it-runs",
    title: "again in a turn of 20 min:\nonce",
    about:
      "A message that comes again after 15 s, 5 min and another time, while its turn runs, is answered once.",
    fixture: { lines: made.whileItRuns },
    looksFor: ["repeated"],
  },
  {
    id: "hours-later",
    title: "again up to 7.1 h later:\nonce",
    about: "A message that comes again by all of Feishu's schedule is answered once.",
    fixture: file("redelivery-schedule"),
    looksFor: ["repeated"],
  },
];
