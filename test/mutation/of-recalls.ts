import { type Mutation, mutate } from "./mutation.ts";

/** Of work that need not be done: it has been, or its message was recalled. */
export const ofRecalls: readonly Mutation[] = [
  ...mutate(
    "withdrawals.ts",
    [
      "who waited for finished or recalled work waits for ever",
      "for (const caller of work.callers) this.#ledger.end(caller, ending);",
      "",
    ],
    ["recalled work keeps its place in the line", "this.#sessions.withdraw(work);", ""],
    [
      "what waits is not dropped by a recall",
      "    this.#drop(work, RECALLED);\n    return 1;",
      "    return 1;",
    ],
    ["what a recall links to waiting work runs", "for (const work of known) this.#drop(work, RECALLED);", ""],
    ["a recall does not stop what runs", "turn?.abort(reason);", ""],
    ["a recall stops one of the twins", "[...(work.twins ?? [work])]", "[work]"],
  ),
  ...mutate(
    "decide.ts",
    ["a recall is forgotten before its message comes", "view.works.isRecalled(ids)", "false"],
    ["what runs is turned away", " && !known.some(({ turn }) => turn)", ""],
  ),
  ...mutate("identity/works.ts", [
    "a recall is of one identity alone",
    "for (const work of known) this.#recalled.add(work.ids);",
    "",
  ]),
];
