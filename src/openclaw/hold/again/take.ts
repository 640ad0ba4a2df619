import { drop, nameOf } from "../answers.ts";
import type { Hold, TurnEnding } from "../hold.ts";
import type { PluginParts } from "../plugin-parts.ts";
import { dispatchAgain } from "./dispatch-again.ts";

/** A host that is asked anew, in a session that is free, has no reason to refuse; it is not asked for ever. */
const MAX_ATTEMPTS = 3;

/**
 * Whether the plugin can dispatch this message itself when the host will not. Other channels have ways of their
 * own to answer, and a gateway that stops has its own plans for what did not run.
 */
export function canTake({ dispatchReply, config, stopping }: PluginParts, hold: Hold): boolean {
  const { event, context, arrival } = hold;
  const own = config.channels.includes(arrival.channel);
  return own && !stopping.aborted && Boolean(dispatchReply && event.ctx && context.dispatcher);
}

/**
 * The host will not run this message: it refuses whatever came while a run was going on that then failed or was
 * stopped. The plugin dispatches it when its turn comes. Those behind it in the session came in the same way, and
 * while the hook has one of them the host lets none of ours through: they are taken as well.
 */
export function takeSession(parts: PluginParts, hold: Hold): void {
  hold.again = true;
  for (const other of parts.holds.inSession(hold.arrival.sessionKey)) take(parts, other);
  hold.end("refused");
}

/** The hook answers for a message that waits, as if it was dealt with; it keeps its place in the queue. */
export function take(parts: PluginParts, hold: Hold): void {
  if (hold.state !== "waiting") return;
  hold.leave();
  // A message of another channel cannot be taken, and would be in the way of those that are.
  if (!canTake(parts, hold)) {
    hold.state = "passed";
    return hold.reply(undefined);
  }
  hold.state = "taken";
  hold.again = true;
  parts.completions.forget(hold.arrival.reportedAs);
  hold.reply(drop(parts, hold.arrival, hold.context, "taken"));
}

/**
 * Whether the plugin has to dispatch what comes in this session, too. To the host a turn that lingers is over, and one
 * that it does not know yet is none: it gives the session to whatever comes then, and makes those wait for it that came
 * before.
 */
export function isTaken({ holds }: PluginParts, sessionKey: string): boolean {
  const held = holds.inSession(sessionKey);
  if (held.some(({ again, isStarting }) => again || isStarting)) return true;
  return held.some(({ isLingering }) => isLingering) && held.some(({ state }) => state === "waiting");
}

/** Runs a message that was taken from the host, or refused by it. */
export function runItself(parts: PluginParts, hold: Hold): Promise<TurnEnding> {
  hold.renew();
  const failed = (error: unknown): TurnEnding => {
    parts.logger().warn(`the host could not be made to run it (${error}): ${nameOf(hold.arrival)}`);
    return "failed";
  };
  attempt(parts, hold)
    .catch(failed)
    .then((ending) => hold.end(ending));
  return hold.ended;
}

async function attempt(parts: PluginParts, hold: Hold): Promise<TurnEnding> {
  const name = nameOf(hold.arrival);
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
    parts.counters.again++;
    parts.logger().info(`not run by the host, so it is dispatched again: ${name}`);
    await parts.lanes.idle(hold.arrival.sessionKey);
    const ending = await dispatchAgain(parts, hold);
    await parts.lanes.idle(hold.arrival.sessionKey);
    if (ending !== "refused") return ending;
  }
  throw new Error(`it was refused ${MAX_ATTEMPTS} times`);
}
