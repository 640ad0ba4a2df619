/** How much is measured. */
export interface Size {
  /** Less of it, and less exactly: all parts together take under a minute. */
  readonly isQuick: boolean;
}

/** What can be measured by itself, in the order in which it is: each by a module of this folder, in a process of its own. */
export const parts = {
  dispatch: "what the engine adds to a handler",
  path: "from a pushed event to the start of its handler",
  webhook: "an encrypted and signed webhook request, from its bytes to the event",
  inbox: "accepting events durably, in SQLite",
  telemetry: "metrics and traces of a message",
  board: "a board beside the traffic",
  journal: "a journal that is kept beside the traffic",
  growth: "how cost grows with the work",
  "start-up": "from the start of a bot to its first answer, and commands from start to end",
  install: "what an installation brings, from lock file and disk",
} as const;
export type PartName = keyof typeof parts;

/** Prints a table of its own; its figures are not in the JSON. */
export const ownTables = { postgres: "turns through an inbox in PostgreSQL" } as const;
