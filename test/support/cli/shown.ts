import type { SessionsShown } from "../../../src/cli/board/sessions-table.ts";
import type { IncidentReport } from "../../../src/doctor/report/incident-report.ts";
import type { InboxRow } from "../../../src/inbox/inbox.ts";
import { reportOf, START } from "../replay/fixtures.ts";

const SESSION = "agent:main:feishu:direct:ou_7d8a6e6df7621556ce0d21922b676706";

/** What `replay` shows: a harmless fixture, and one with every figure. */
export const fixtures = [
  {
    ...reportOf(
      "new-by-another-user-shared-session",
      {
        takeovers: 1,
        failedTurns: 2,
        duplicateReplies: 12,
        lostMessages: 3,
        outOfOrder: 4,
        maxTurnsPerSession: 2,
        longestWaitMs: 376_000,
      },
      { failedTurns: 2, maxTurnsPerSession: 1, longestWaitMs: 14_386 },
    ),
    events: 134,
  },
  reportOf(
    "burst",
    { maxTurnsPerSession: 1, longestWaitMs: 55_000 },
    { maxTurnsPerSession: 1, longestWaitMs: 100 },
  ),
];

const incident: IncidentReport = {
  number: 1,
  time: "2026-11-27T09:18:35.792+00:00",
  startedAt: START,
  endedAt: START + 2914,
  session: "agent:main:feishu:direct:ou_2",
  error: "EmbeddedAttemptSessionTakeoverError: session file changed while the lock was released",
  lanes: [
    { name: "main", durationMs: 2914 },
    { name: "session:agent:main:feishu:direct:ou_2", durationMs: 2930 },
  ],
  differenceMs: 16,
  cause: "another-dispatch",
  certainty: "likely",
  verdict: "",
  prevented: "yes",
  evidence: [],
  suspects: [],
  observations: [],
  arrived: [],
  ran: [],
  lines: [],
};

/** What `doctor` shows: an incident with everything, and one with little. */
export const incidents: readonly IncidentReport[] = [
  incident,
  { ...incident, number: 12, time: "10:21:19", session: undefined, error: "answered twice", lanes: [] },
];

const message = { row: 7, account: "default", receivedAt: START, attempt: 1 };

/** What `sessions` shows: one that hangs, with another's behind it, and one that has just begun. */
export const live: SessionsShown = {
  now: START + 252_000,
  sessions: {
    rows: [
      {
        key: SESSION,
        running: { ...message, startedAt: START, hungAt: START + 60_000 },
        sending: 0,
        waiting: 12,
        oldestAt: START + 2000,
        why: {
          code: "turn",
          row: 7,
          command: undefined,
          since: START,
          attempt: 1,
          epoch: undefined,
          hung: true,
        },
      },
      { key: "agent:main:main", running: { ...message, startedAt: START + 251_000 }, sending: 0, waiting: 0 },
    ],
  },
  hung: [{ key: SESSION, sending: 0, waiting: 12 }],
  totals: { sessions: 2, running: 2, waiting: 12, waits: { count: 40, p50: 900, p95: 61_000 } },
};

const row: InboxRow = {
  id: 104_712,
  status: "pending",
  ids: ["om_5ad11d72b830411d72b836c20", "0f2b4c6d8e9fa1b2c3d4e5f60718293a"],
  sessionKey: SESSION,
  account: "default",
  transport: "websocket",
  receivedAt: START,
  attempts: 0,
};

/** What `inbox list` shows: a row of each status. */
export const rows: readonly InboxRow[] = [
  row,
  { ...row, id: 9, status: "dead", attempts: 3, error: "ERR_AGENT_FAILED: the agent answered 500\u001b[2J" },
  { ...row, id: 8, status: "done", ids: [], attempts: 1, outcome: "completed" },
];

/** What `inbox show` shows. */
export const item: InboxRow = {
  ...row,
  retryAt: START + 5000,
  error: "ERR_AGENT_FAILED: the agent answered 500",
};
