import type { CancelReason, Outcome } from "../../dispatch/contract.ts";
import { drop, nameOf, refuse } from "./answers.ts";
import { NotDone } from "./held-turn.ts";
import type { Hold, HookResult } from "./hold.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** The turn threw. */
class Failure {
  readonly status = "failed";
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Waits for the end of a held message, and tells the host and the log about it. */
export async function leave(parts: PluginParts, hold: Hold, ending: Promise<Outcome<void>>): Promise<void> {
  const outcome = await ending.catch((error: unknown) => new Failure(error));
  hold.leave();
  parts.completions.forget(hold.arrival.reportedAs);
  parts.holds.remove(hold);
  parts.counters.released++;
  const how = outcome.status === "cancelled" ? outcome.reason : outcome.status;
  parts.teller.left(hold, how);
  parts.logger().debug?.(`released (${how}) ${nameOf(hold.arrival)}`);
  if (outcome instanceof Failure) reportFailure(parts, hold, outcome);
  if (how === "completed") parts.memory.add(hold.arrival.ids);
  else if (hold.state === "waiting") hold.reply(replyTo(parts, hold, how));
  hold.state = "over";
}

/** The host logs its own errors; any other is one of this plugin, and the message has run without its protection. */
function reportFailure(
  { counters, logger, completions, memory }: PluginParts,
  { arrival }: Hold,
  { error }: Failure,
) {
  counters.failed++;
  if (!(error instanceof NotDone)) {
    return logger().warn(`let go because of an error (${error}): ${nameOf(arrival)}`);
  }
  // It may still come to a good end.
  if (error.ending !== "letGo") return;
  completions.expectLate(arrival.reportedAs, (ending) => {
    if (ending === "done") memory.add(arrival.ids);
  });
}

/** What the host is told of a message that did not get its turn. */
function replyTo(parts: PluginParts, hold: Hold, how: Refusal): HookResult {
  const { counters } = parts;
  const dropped = (reason: "duplicate" | "expired" | "interrupted" | "recalled") =>
    drop(parts, hold.arrival, hold.context, reason);
  switch (how) {
    case "overflow":
      return refuse(parts, hold);
    case "expired":
      counters.expired++;
      return dropped(how);
    case "interrupted":
      counters.interrupted++;
      return dropped(how);
    case "recalled":
      return dropped(how);
    case "duplicate":
    case "joined":
      counters.duplicates++;
      return dropped("duplicate");
    case "failed":
      return undefined;
    case "aborted":
    case "closed":
      counters.aborted++;
      return undefined;
  }
}

type Refusal = Exclude<Outcome<void>["status"], "completed" | "cancelled"> | CancelReason | "failed";
