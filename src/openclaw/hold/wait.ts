import { setImmediate } from "node:timers/promises";
import { canTake, takeSession } from "./again/take.ts";
import { nameOf, refuse } from "./answers.ts";
import { handOn } from "./hand-on.ts";
import type { Hold } from "./hold.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** A message that did not start at once: it waits, unless the engine has refused it. */
export async function waitInQueue(parts: PluginParts, hold: Hold): Promise<void> {
  // Whatever the engine does not queue has ended by then, as too old or one too many.
  if (hold.state === "waiting") await setImmediate();
  if (hold.state !== "waiting") return;
  parts.counters.held++;
  parts.teller.waits(hold);
  parts.logger().debug?.(`held ${nameOf(hold.arrival)}`);
  boundWait(parts, hold);
}

/** It leaves the hook when the host aborts it, and does not wait longer than allowed. */
function boundWait(parts: PluginParts, hold: Hold): void {
  const { abortSignal } = hold.context;
  const giveBack = () => aborted(parts, hold, abortSignal?.reason);
  if (abortSignal?.aborted) return giveBack();
  abortSignal?.addEventListener("abort", giveBack, { once: true });
  hold.onLeave(() => abortSignal?.removeEventListener("abort", giveBack));

  const leftMs = parts.config.maxWaitMs - ageOf(hold, parts.now());
  if (leftMs <= 0) return waitedTooLong(parts, hold);
  const timer = parts.timers.setTimeout(() => waitedTooLong(parts, hold), leftMs);
  hold.onLeave(() => parts.timers.clearTimeout(timer));
}

/**
 * The host does so with what waits when the running turn is stopped: that message was not meant, and is run later.
 * But what the channel or a restart takes back, they deliver again: its place is given back.
 */
function aborted(parts: PluginParts, hold: Hold, reason: unknown): void {
  if (isByUser(reason) && canTake(parts, hold)) takeSession(parts, hold);
  else hold.withdraw.abort();
}

function isByUser(reason: unknown): boolean {
  const { name, code } = Object(reason);
  return name === "AbortError" && code !== "OPENCLAW_RESTART_ABORT";
}

/**
 * A host that keeps a clock on each message loses one that is held too long, and its clock started before the
 * hook, in the channel's own queue. When the message was written is the nearest to that known here. A clock
 * that is ahead of ours says nothing.
 */
function ageOf({ arrival: { createdAt }, arrivedAt }: Hold, now: number): number {
  return Math.max(0, now - Math.min(arrivedAt, createdAt ?? arrivedAt));
}

/**
 * The host keeps a plain message behind the running turn by itself, so it may have it. A command that changes
 * the session would cut into the running turn there: it is refused.
 */
function waitedTooLong(parts: PluginParts, hold: Hold): void {
  hold.leave();
  if (parts.kindOf(hold.arrival.text) === "ordinary") return pass(parts, hold);
  hold.state = "refused";
  hold.reply(refuse(parts, hold));
  hold.withdraw.abort();
}

/** It keeps its place in the queue: what comes later still waits for it. */
function pass(parts: PluginParts, hold: Hold): void {
  const { counters, logger, config } = parts;
  counters.passed++;
  logger().info(`passed on to the host after ${config.maxWaitMs} ms: ${nameOf(hold.arrival)}`);
  hold.state = "passed";
  handOn(parts, hold);
}
