import { type Mutation, mutate } from "./mutation.ts";

/** Of the line of a session, and of the turns in it. */
export const ofSessions: readonly Mutation[] = [
  ...mutate(
    "session/session-queues.ts",
    [
      "a busy session is dropped",
      "if (session.running || session.line.length > 0) return;",
      "if (session.line.length > 0) return;",
    ],
    [
      "a session is dropped while some wait",
      "if (session.running || session.line.length > 0) return;",
      "if (session.running) return;",
    ],
    ["any turn lets the session go", "if (session?.running?.turn !== turn) return;", "if (!session) return;"],
    ["the first turn is not awaited", "await session.first;", ""],
    ["nobody looks at the line again", "if (open) session.wake?.();", "if (open) session.line.opensIn();"],
  ),
  ...mutate(
    "session/waiting-line.ts",
    [
      "the newest goes first",
      "const ahead = this.#windowMs > 0 ? this.#placeFor(work) : this.#last;",
      "const ahead = undefined;",
    ],
    ["a barrier is passed", 'if (kind !== "ordinary" || origin', "if (origin"],
    ["the window is ignored", "if (this.#windowMs === 0 || this.length === 0) return 0;", "return 0;"],
    ["a line stays linked", "    work.ahead = undefined;\n", ""],
  ),
  ...mutate(
    "turn/caller.ts",
    ["a listener stays", "this.#unfollow?.();", ""],
    [
      "a turn is not stopped by its caller",
      "if (this.turn) this.turn.abort(signal.reason);\n      else if",
      "if",
    ],
  ),
  ...mutate("turn/work.ts", [
    "one line for all sessions",
    "return this.origin.dispatch.sessionKey;",
    'return "all";',
  ]),
  ...mutate(
    "turn/nesting.ts",
    ["no circle is noticed", "if (!inside) return undefined;", "return undefined;"],
    [
      "turns that hand over are all kept",
      "for (let turn = innermost; turn; turn = turn.parent) turn.parent = nearestLive(turn.parent);",
      "",
    ],
  ),
  ...mutate("account/ledger.ts", ["a dispatch ends twice", "if (caller.ended) return;", ""]),
];
