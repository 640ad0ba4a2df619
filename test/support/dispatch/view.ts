import { commandPolicy } from "../../../src/dispatch/command-policy.ts";
import type { View } from "../../../src/dispatch/decide.ts";
import { RecalledIdentities } from "../../../src/dispatch/identity/recalled.ts";
import { SettledIdentities } from "../../../src/dispatch/identity/settled.ts";
import { Works } from "../../../src/dispatch/identity/works.ts";
import type { Question } from "../../../src/dispatch/session/questions.ts";
import type { RunningTurn } from "../../../src/dispatch/turn/turn.ts";
import { turn, work } from "./works.ts";

/**
 * A view of an engine in which "queued" waits, "running" runs and has asked "ann" in every session, "done" has
 * finished, "recalled" was recalled, session "full" has no room, and in "barred" a barrier waits.
 */
export function view(): { view: View & { closed: boolean }; running: RunningTurn } {
  const limits = { max: 100, ttlMs: 1000, now: () => 0 };
  const settled = new SettledIdentities(limits);
  const recalled = new RecalledIdentities(limits);
  const works = new Works(settled, recalled);
  recalled.add(["recalled"]);
  const running = turn("running", { sessionKey: "busy" });
  works.claim(work("queued"), ["queued"]);
  works.claim(running.work, ["running"]);
  settled.add(["done", "alias"], "done");
  return {
    running,
    view: {
      closed: false,
      maxAgeMs: 100,
      kindOf: commandPolicy({ "/now": "interrupt" }),
      works,
      sessions: { isFull: (key) => key === "full", hasBarrier: (key) => key === "barred" },
      questions: { find: ({ sender }) => (sender === "ann" ? question(running) : undefined) },
      holderOf: (key) => (key === "busy" ? running : undefined),
    },
  };
}

const question = (turn: RunningTurn): Question => ({
  turn,
  sender: "ann",
  resolve: () => {},
  reject: () => {},
  release: () => {},
});
