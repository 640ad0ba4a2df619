import type { Message } from "./message.ts";
import type { OpenSession } from "./open-messages.ts";

/**
 * Why a message waits, to be put into words. Times are in ms since the epoch.
 *
 * - `turn`: behind a turn that runs; `hung` when it has outrun its time. `epoch` names the hold of its session.
 * - `retry`: behind a turn that has failed and is tried again then.
 * - `barrier`: behind a command that waits itself, and that nothing passes.
 * - `account`: its account is not connected yet.
 * - `later`: it has failed before, and is not to be tried before that time.
 * - `order`: older messages may still come.
 * - `starts`: for nothing; its turn is about to begin.
 */
export type Why =
  | {
      readonly code: "turn";
      readonly row: number;
      readonly command: string | undefined;
      readonly since: number;
      readonly attempt: number;
      readonly epoch: number | undefined;
      readonly hung: boolean;
    }
  | { readonly code: "retry"; readonly row: number; readonly until: number; readonly error: string }
  | {
      readonly code: "barrier";
      readonly row: number;
      readonly command: string | undefined;
      readonly since: number;
    }
  | { readonly code: "account"; readonly account: string }
  | { readonly code: "later"; readonly until: number }
  | { readonly code: "order" }
  | { readonly code: "starts" };

/** Why the line of a session does not go on: why the first one in it waits. */
export function whySessionWaits({ running, waiting }: OpenSession): Why {
  const [first] = waiting.values();
  if (first?.waits?.why === "account") return { code: "account", account: first.account };
  const holder = [...running.values()].at(-1);
  if (holder) return behind(holder);
  if (first?.waits?.why === "retry") return { code: "later", until: first.waits.until };
  return { code: first?.waits?.why === "order" ? "order" : "starts" };
}

/** @param barrier the nearest one that waits in front of it */
export function whyWaits(session: OpenSession, barrier: Message | undefined): Why {
  if (!barrier) return whySessionWaits(session);
  const { row, command, receivedAt: since } = barrier;
  return { code: "barrier", row, command, since };
}

function behind({ row, command, startedAt, since, attempt, epoch, hungAt, retry }: Message): Why {
  if (retry) return { code: "retry", row, until: retry.retryAt, error: retry.error };
  const hung = hungAt !== undefined;
  return { code: "turn", row, command, since: startedAt ?? since, attempt, epoch, hung };
}
