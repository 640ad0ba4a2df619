import { type Claim, file } from "./claim.ts";
import { made } from "./made.ts";

/** Whatever happens, nobody waits in vain. */
export const answered: readonly Claim[] = [
  {
    id: "written-long-ago",
    title: "delivered 45 min late:\nanswered",
    about: "A message that Feishu delivers for the first time 45 minutes after it was written is answered.",
    fixture: { lines: made.writtenLongAgo },
    looksFor: ["repeated"],
  },
  {
    id: "side-by-side",
    title: "two users side by side",
    about: "Two users with a session each do not wait for each other.",
    fixture: file("two-users-side-by-side"),
    looksFor: ["held"],
  },
  {
    id: "hung-turn",
    title: "a hung turn holds nobody\nelse",
    about: "While a turn hangs for three hours, messages of other sessions are answered.",
    fixture: { lines: made.hungTurn },
    looksFor: ["held"],
  },
  {
    id: "stop",
    title: "/stop gets through",
    about: "/stop reaches the handler while the turn runs that it is to stop.",
    fixture: file("stop-during-turn"),
    looksFor: ["unstopped"],
  },
  {
    id: "failed-first",
    title: "failed, then again:\nanswered",
    about: "A message whose turn failed is answered after all, at the latest when Feishu delivers it again.",
    fixture: file("throws-then-redelivered"),
    looksFor: ["repeated"],
  },
  {
    id: "two-bots",
    title: "two bots in a group:\nboth answer",
    about: "Two bots of one process get one message of a group under one message id.",
    fixture: file("two-bots-in-a-group"),
    looksFor: ["repeated"],
  },
  {
    id: "after-restart",
    title: "again after a restart:\nonce",
    about: "A message that comes again after its process was killed is not answered again.",
    fixture: file("redelivery-across-restarts"),
    looksFor: ["repeated"],
  },
  {
    id: "killed",
    title: "killed in a turn: nothing\nlost",
    about: "What was acknowledged is answered after the process was killed in the middle of a turn.",
    fixture: file("restart-mid-turn"),
    looksFor: ["repeated", "overlap", "order"],
  },
];
