import { type Mutation, mutate } from "./mutation.ts";
import { ofQuestions } from "./of-questions.ts";
import { ofRecalls } from "./of-recalls.ts";
import { ofSessions } from "./of-sessions.ts";

export const mutations: readonly Mutation[] = [
  ...mutate(
    "decide.ts",
    ["who gave up is run all the same", 'if (caller.gaveUp) return cancelled("aborted");', ""],
    ["a part of a turn does not run again in it", 'if (same) return { do: "again", same, within };', ""],
    ["closed, it still takes work", 'if (view.closed && !within) return cancelled("closed");', ""],
    ["finished work runs again", 'if (of) return { do: "duplicate", of, known };', ""],
    ["joiners run", 'if (known.length > 0) return { do: "join", known, within };', ""],
    [
      "what is too old runs",
      'if (isTooOld(caller, view)) return { do: "end", ending: { outcome: { status: "expired" } } };',
      "",
    ],
    [
      "nested work waits for the turn around it",
      'if (within || kind === "bypass")',
      'if (kind === "bypass")',
    ],
    ["a bypass command waits", 'if (within || kind === "bypass")', "if (within)"],
    ["a full line takes more", "view.sessions.isFull(caller.dispatch.sessionKey)", "false"],
    ["a command that interrupts needs room", 'kind !== "interrupt" && ', ""],
  ),
  ...mutate(
    "engine.ts",
    [
      "a part holds nothing of the session it names",
      "holder && holder !== same ? [same, holder] : [same]",
      "[same]",
    ],
    ["circles by joining are not noticed", "if (error) return this.ledger.end(caller, { error });", ""],
    [
      "an heir stays in a session that is not its own",
      "if (work.callers[0]?.dispatch.sessionKey === work.sessionKey) return;",
      "if (work.callers[0]) return;",
    ],
    ["absorbed work runs too", "this.scheduler.sessions.withdraw(other);", ""],
  ),
  ...mutate(
    "scheduler.ts",
    ["a late bypass command waits", 'if (kind === "bypass") {', "if (false) {"],
    [
      "an interrupt keeps what waits",
      'return this.#dropWaiting(sessionKey, "interrupted")',
      'return 0 * "".length',
    ],
    [
      "a close keeps what waits",
      'for (const { key } of [...this.sessions]) this.#dropWaiting(key, "closed");',
      "",
    ],
    ["dropped work keeps its identities", "this.#works.release(work);", ""],
    [
      "joiners are not told the end",
      "for (const asked of work.callers) this.#ledger.end(asked, this.runner.ending(asked, result));",
      "this.#ledger.end(caller, this.runner.ending(caller, result));",
    ],
  ),
  ...mutate(
    "runner.ts",
    ["inner turns are not awaited", "if (turn.children?.size) await turn.childless();", ""],
    [
      "a timeout lets the session go",
      "      turn.hung = true;",
      "      turn.hung = true; this.#ends.release(turn);",
    ],
    ["a hung turn is not told to stop", "      turn.abort(\n", "      new Function(\n"],
  ),
  ...mutate("dedup.ts", [
    "a turn has the context of the one before",
    "caller.context = keptContext();",
    "caller.context = undefined;",
  ]),
  ...mutate(
    "identity/works.ts",
    ["identities are never free again", "    this.release(work);\n    if (succeeded)", "    if (succeeded)"],
    [
      "failures are remembered",
      "if (succeeded) this.#settled.add(work.ids, work.name);",
      "this.#settled.add(work.ids, work.name);",
    ],
    ["success is forgotten", "if (succeeded) this.#settled.add(work.ids, work.name);", ""],
    [
      "works that have started are never one",
      "if (other.turn) work.pair(other);",
      "if (other.turn) continue;",
    ],
    ["the identities of a failed twin are free", "else if (twin.turn?.live) this.claim(twin, work.ids);", ""],
    [
      "what a duplicate links is not remembered",
      "for (const work of known) this.#settled.add(work.ids, name);",
      "",
    ],
    ["a barrier that is absorbed is lost", 'if (work.kind === "ordinary") work.kind = other.kind;', ""],
  ),
  ...mutate("identity/settled.ts", [
    "a duplicate is remembered anew",
    "for (const id of ids) if (!this.#works.has(id)) ",
    "for (const id of ids) ",
  ]),
  ...ofSessions,
  ...ofQuestions,
  ...ofRecalls,
];
