import { describe, expect, test } from "vitest";
import { diagnosed } from "../../support/doctor/diagnosed.ts";

const OWN = "agent:main:feishu:direct:ou_ann";
const TAKEN_OVER =
  "EmbeddedAttemptSessionTakeoverError: session file changed while embedded prompt lock was released: a.jsonl";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 23, 10) + seconds * 1000).toISOString();
const line = (seconds: number, message: string) => `${at(seconds)} ${message}`;
const dispatched = (seconds: number, text: string, session = OWN, sender = "ou_ann") => [
  line(seconds, `feishu[default]: received message from ${sender} in oc_${sender} (p2p)`),
  line(seconds + 0.01, `feishu[default]: Feishu[default] DM from ${sender}: ${text}`),
  line(seconds + 0.02, `feishu[default]: dispatching to agent (session=${session})`),
];
const complete = (seconds: number, replies = 1) =>
  line(seconds, `feishu[default]: dispatch complete (queuedFinal=true, replies=${replies})`);
const failed = (seconds: number, ms: number, error = TAKEN_OVER, session = OWN) => [
  line(seconds, `lane task error: lane=main durationMs=${ms} error="${error}"`),
  line(seconds + 0.003, `lane task error: lane=session:${session} durationMs=${ms + 3} error="${error}"`),
];

async function causes(...lines: readonly (string | readonly string[])[]) {
  const { incidents } = await diagnosed(...lines.flat());
  return incidents.map(({ cause, certainty }) => `${cause} ${certainty}`);
}

describe("a turn that was taken over", () => {
  test("by a /new that came while it ran", async () => {
    const lines = [dispatched(0, "hello"), dispatched(5, "/new"), failed(10, 9000)];
    expect(await causes(...lines)).toEqual(["another-dispatch seen"]);
  });

  test("not by a /new that had ended before, however quickly the message followed", async () => {
    const text = (time: string, message: string) => `${time} ${message}`;
    const lines = [
      text("11:36:41", "Feishu DM: /new"),
      text("11:36:41", `dispatching to agent (session=${OWN})`),
      text("11:36:42", "dispatch complete (queuedFinal=true, replies=1)"),
      text("11:36:42", 'Feishu DM: "hello"'),
      text("11:36:42", `dispatching to agent (session=${OWN})`),
      text("11:36:56", `lane task error: lane=main durationMs=14990 error="${TAKEN_OVER}"`),
      text("11:36:56", `lane task error: lane=session:${OWN} durationMs=14993 (same error)`),
    ];
    expect(await causes(...lines)).toEqual(["unknown none"]);
  });

  test("not by plain messages: they wait", async () => {
    const lines = [dispatched(0, "hello"), dispatched(5, "more"), failed(10, 9000)];
    expect(await causes(...lines)).toEqual(["unknown none"]);
  });

  test("by a /new that is still being done, though an earlier message has no end in the log", async () => {
    const lost = dispatched(-1800, "lost");
    const error = 'Error: Session "x" changed while starting work. Retry.';
    const lines = [lost, dispatched(0, "/new"), dispatched(1, "hello"), failed(2, 900, error), complete(3)];
    expect(await causes(...lines)).toEqual(["another-dispatch seen"]);
  });

  test("not by a /new in another session", async () => {
    const other = "agent:main:feishu:direct:ou_bob";
    const lines = [dispatched(0, "hello"), dispatched(5, "/new", other, "ou_bob"), failed(10, 9000)];
    expect(await causes(...lines)).toEqual(["unknown none"]);
  });

  test.each([
    ["compaction", `[compaction] rotated active transcript after automatic compaction (sessionKey=${OWN})`],
    [
      "cron",
      `session turn created: runId=r sessionId=s sessionKey=${OWN} agentId=main channel=cron trigger=cron`,
    ],
    [
      "heartbeat",
      `session turn created: runId=r sessionId=s sessionKey=${OWN} agentId=main channel=x trigger=heartbeat`,
    ],
  ])("likely by another writer: %s", async (_, writer) => {
    const lines = [dispatched(0, "hello"), line(5, writer), failed(10, 9000)];
    expect(await causes(...lines)).toEqual(["another-writer likely"]);
    expect(await causes(dispatched(0, "hello"), line(0.5, writer), failed(10, 9000))).toEqual([
      "unknown none",
    ]);
  });

  test.each([
    ["a heartbeat of the diagnostics", "heartbeat: webhooks=0/0/0 active=1 waiting=0 queued=0"],
    ["the heartbeat runner's start", "heartbeat: started"],
    ["the cron service's start", "cron: started"],
    ["a timer that was not set", "cron: armTimer skipped - no jobs with nextRunAtMs"],
    ["a tool that registered", 'tool "a" from server "b" registered...'],
    [
      "its own turn",
      `session turn created: runId=r sessionId=s sessionKey=${OWN} agentId=main channel=feishu trigger=user`,
    ],
    [
      "a compaction elsewhere",
      "[compaction] rotated active transcript after compaction (sessionKey=agent:main:other)",
    ],
  ])("not by %s", async (_, other) => {
    const lines = [dispatched(0, "hello"), line(5, other), failed(10, 9000)];
    expect(await causes(...lines)).toEqual(["unknown none"]);
  });

  test("a call of the host's API that names no session may be the cause", async () => {
    const lines = [
      ...dispatched(0, "hello"),
      line(5, "⇄ res ✓ chat.send 136ms runId=r conn=c id=i"),
      ...failed(10, 9000),
    ];
    const { incidents } = await diagnosed(...lines);
    expect(incidents).toMatchObject([
      { cause: "unknown", suspects: [{ what: "a call of chat.send", afterMs: 4000 }] },
    ]);
  });
});

describe("two lanes", () => {
  test("two runs that fail at once are two failures, each of its session", async () => {
    const error = TAKEN_OVER.replace("a.jsonl", "b.jsonl");
    const [inner = "", outer = ""] = failed(10, 9000);
    const [otherInner = "", otherOuter = ""] = failed(10.001, 9000, error, "agent:main:other");
    const { incidents } = await diagnosed(inner, otherInner, otherOuter, outer);
    const found = incidents.map(({ failure }) => [failure.session, failure.places.map((it) => it.line)]);
    expect(found).toEqual([
      [OWN, [1, 4]],
      ["agent:main:other", [2, 3]],
    ]);
  });

  test("the second line may be far behind on a busy machine", async () => {
    const [inner = ""] = failed(10, 9000);
    const outer = line(10.4, `lane task error: lane=session:${OWN} durationMs=9380 error="${TAKEN_OVER}"`);
    expect(await causes([inner, outer])).toHaveLength(1);
  });
});

describe("what the host or the channel says itself", () => {
  const processed = (outcome: string, session = OWN) =>
    `message processed: channel=feishu chatId=user:ou_ann messageId=om_1 sessionId=s sessionKey=${session} outcome=skipped duration=9000ms reason=${outcome}`;

  test("a /new of another user aborts a turn silently", async () => {
    const shared = "agent:main:main";
    const lines = [
      dispatched(0, "hello", shared),
      dispatched(5, "/new", shared, "ou_bob"),
      line(6, processed("reply_operation_aborted", shared)),
    ];
    expect(await causes(...lines)).toEqual(["silent-abort seen"]);
    expect(await causes(dispatched(0, "hello"), line(6, processed("reply_operation_aborted")))).toEqual([
      "unknown none",
    ]);
  });

  test("a turn that ended in an error without a reason, while the Control UI did something in its session", async () => {
    const own = `message processed: channel=feishu chatId=user:ou_ann messageId=om_1 sessionId=s sessionKey=${OWN} outcome=error duration=9000ms`;
    const other = `message processed: channel=webchat chatId=unknown messageId=q sessionId=s sessionKey=${OWN} outcome=completed duration=270ms`;
    expect(await causes(dispatched(0, "hello"), line(5, other), line(9, own))).toEqual([
      "another-dispatch likely",
    ]);
    expect(await causes(dispatched(0, "hello"), line(9, own))).toEqual(["unknown none"]);
  });

  test("a turn that its user has stopped has not failed", async () => {
    const lines = [
      dispatched(0, "hello"),
      dispatched(5, "/stop"),
      line(6, processed("reply_operation_aborted")),
    ];
    expect(await causes(...lines)).toEqual([]);
  });

  test.each([
    ["another-dispatch", processed("reply-operation-active")],
    [
      "run-stalled",
      `stuck session recovery: sessionId=s sessionKey=${OWN} age=700s action=abort_embedded_run aborted=true drained=true released=0`,
    ],
    [
      "run-stalled",
      `reply run stale takeover: forced release sessionKey=${OWN} reason=no_activity phase=running result=failed ageMs=600001 ranForMs=640000`,
    ],
    [
      "adoption-watchdog",
      "Channel ingress claim→adoption stalled for event om_1 on lane feishu:oc_1 after 300001ms; applying retry policy (handler-timeout).",
    ],
    [
      "adoption-watchdog",
      "feishu[default]: failed to dispatch message: IngressAdoptionLostError: ingress adoption lost: guillotined",
    ],
    [
      "queue-eviction",
      "feishu[default]: per-chat task exceeded 300000ms cap (key=default:oc_1); evicting from queue so later same-key messages can proceed (#70133)",
    ],
    ["own-error", `lane task error: lane=session:${OWN} durationMs=2000 error="FailoverError: 500 no"`],
  ])("%s", async (cause, message) => {
    expect(await causes(line(700, message))).toEqual([`${cause} seen`]);
  });

  test("a message that the watchdog gave up, and its dispatch later, are one failure", async () => {
    const stalled =
      "Channel ingress claim→adoption stalled for event om_1 on lane l after 300001ms; applying retry policy";
    const lost = "feishu[default]: failed to dispatch message: Error: ingress adoption lost: guillotined";
    const { incidents } = await diagnosed(line(300, stalled), line(376, lost));
    expect(incidents.map(({ failure }) => failure.places.map(({ line: it }) => it))).toEqual([[1, 2]]);
  });
});

describe("a message that is answered twice", () => {
  const twice = (gap: number, text = "how are you?") => [
    ...dispatched(0, text),
    complete(0.5),
    ...dispatched(gap, text),
    complete(gap + 0.5),
  ];

  test.each([15, 300, 3600, 21_600])("the same text after %i s, as Feishu delivers again", async (gap) => {
    expect(await causes(twice(gap))).toEqual(["duplicate-answered likely"]);
  });

  test("not when a person says the same again, and not a command", async () => {
    expect(await causes(twice(40))).toEqual([]);
    expect(await causes(twice(15, "/new"))).toEqual([]);
  });

  test("not when the first had no answer", async () => {
    const lines = [dispatched(0, "hello"), complete(0.5, 0), dispatched(15, "hello"), complete(15.5)];
    expect(await causes(...lines)).toEqual([]);
  });
});

test("what a user writes is not taken for a line of the gateway", async () => {
  const forged = 'lane task error: lane=main durationMs=5 error="x"';
  expect(
    await causes(dispatched(0, forged), line(1, `feishu[default]: Feishu[default] DM from ou_x: ${forged}`)),
  ).toEqual([]);
  const json = JSON.stringify({
    time: at(1),
    message: `feishu[default]: Feishu[default] DM from ou_x: a\n${line(2, forged)}`,
  });
  expect(await causes(json)).toEqual([]);
});
