import type { Turn } from "../../dispatch/contract.ts";
import type { Completion } from "../host/completions.ts";
import { nameOf } from "./answers.ts";
import type { Hold } from "./hold.ts";
import type { PluginParts } from "./plugin-parts.ts";
import { retryIfTakenOver } from "./retry-takeover.ts";

/** The host reported that the dispatch ended in an error: the work is not done, a redelivery may try again. */
export class HostFailed extends Error {}

/** The engine gives the session to this message: lets the host go on, and waits until it is done. */
export async function runTurn(parts: PluginParts, hold: Hold, { signal }: Turn): Promise<void> {
  hold.leave();
  hold.state = "running";
  hold.startedAt = parts.now();
  parts.takeovers.start(hold.arrival.sessionKey);
  boundTurn(parts, hold);
  followInterrupt(parts, hold, signal);
  logStart(parts, hold);
  hold.reply(undefined);
  if ((await hold.ended) === "error") throw new HostFailed("the host ended the dispatch with an error");
}

/** The host has processed the message; the turn is over when its replies are out, too. */
export async function processed(parts: PluginParts, hold: Hold, completion: Completion): Promise<void> {
  // It never got to its turn: the host gave up on it, or failed before.
  if (hold.state === "waiting") return hold.withdraw.abort();
  // How sending went is the dispatcher's business; here it only matters that it is over.
  await hold.context.dispatcher?.waitForIdle().catch(() => {});
  if (completion === "completed") await retryIfTakenOver(parts, hold);
  hold.end(completion);
}

/** A completion that never comes must not lock the session for ever. */
function boundTurn(parts: PluginParts, hold: Hold): void {
  const { maxHoldMs } = parts.config;
  const letGo = () => {
    parts.counters.letGo++;
    const name = nameOf(hold.arrival);
    parts.logger().warn(`let go after ${maxHoldMs} ms without a sign of its end: ${name}`);
    hold.end("skipped");
  };
  const timer = parts.timers.setTimeout(letGo, maxHoldMs);
  hold.onLeave(() => parts.timers.clearTimeout(timer));
}

/** `/new` with `onNew: "interrupt"` aborts the turn: that is the host's to do. */
function followInterrupt({ abortRun, logger }: PluginParts, hold: Hold, signal: AbortSignal): void {
  const abort = () => {
    const failed = (error: unknown) =>
      logger().warn(`the running turn could not be aborted (${error}): ${nameOf(hold.arrival)}`);
    abortRun(hold.arrival.sessionKey).catch(failed);
  };
  signal.addEventListener("abort", abort, { once: true });
  hold.onLeave(() => signal.removeEventListener("abort", abort));
}

function logStart({ logger }: PluginParts, { arrival, arrivedAt, startedAt = arrivedAt }: Hold): void {
  logger().debug?.(`started ${nameOf(arrival)} waitedMs=${startedAt - arrivedAt}`);
}
