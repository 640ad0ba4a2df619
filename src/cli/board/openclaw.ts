import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { SessionRow } from "../../board/contract.ts";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import type { SessionsShown } from "./sessions-table.ts";

/** What the plugin's gateway method answers, as far as it is shown. */
const statusSchema = z.object({
  sessions: z.array(
    z.object({
      key: z.string(),
      runningForMs: z.number().optional(),
      waiting: z.array(z.object({ forMs: z.number() })),
    }),
  ),
});

type Status = z.output<typeof statusSchema>;

const ARGS = ["gateway", "call", "feishu-dispatch-dedup.status", "--json"];
/** The host's command line takes some seconds to start. */
const TIMEOUT_MS = 60_000;

/**
 * Asks the plugin in an OpenClaw gateway, by the host's own command, which knows how to get in.
 *
 * @throws UsageError `ERR_NO_OPENCLAW` when there is no such command, or no gateway with the plugin answers it
 */
export async function askPlugin(now = Date.now()): Promise<SessionsShown> {
  try {
    const { stdout } = await promisify(execFile)("openclaw", ARGS, { timeout: TIMEOUT_MS });
    return shownOf(statusSchema.parse(JSON.parse(stdout)), now);
  } catch (cause) {
    const what = `openclaw ${ARGS.join(" ")}`;
    const message = `“${what}” does not say what runs (${reasonOf(cause)}). Is the gateway running, with the plugin?`;
    throw new UsageError("ERR_NO_OPENCLAW", message, { cause });
  }
}

function shownOf({ sessions }: Status, now: number): SessionsShown {
  const rows = sessions.map((session) => rowOf(session, now));
  const running = sessions.filter(({ runningForMs }) => runningForMs !== undefined).length;
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  const waits = { count: 0, p50: undefined, p95: undefined };
  return { now, sessions: { rows }, hung: [], totals: { sessions: rows.length, running, waiting, waits } };
}

function rowOf({ key, runningForMs, waiting }: Status["sessions"][number], now: number): SessionRow {
  const since = runningForMs === undefined ? undefined : now - runningForMs;
  const [first] = waiting;
  const turn = { row: 0, command: undefined, attempt: 1, epoch: undefined, hung: false };
  const why =
    since === undefined ? ({ code: "starts" } as const) : ({ code: "turn", since, ...turn } as const);
  return {
    ...{ key, sending: 0, waiting: waiting.length },
    running:
      since === undefined
        ? undefined
        : { row: 0, account: "", receivedAt: since, startedAt: since, attempt: 1 },
    ...(first && { oldestAt: now - first.forMs, why }),
  };
}
