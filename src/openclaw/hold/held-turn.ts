import type { Turn } from "../../dispatch/contract.ts";
import type { Ending } from "../host/endings.ts";
import { retryIfTakenOver } from "./again/retry-takeover.ts";
import { canTake, runItself, take, takeSession } from "./again/take.ts";
import { nameOf } from "./answers.ts";
import { followClaim } from "./claimed.ts";
import { handOn } from "./hand-on.ts";
import type { Hold, TurnEnding } from "./hold.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** A turn begins by then, when the host lets it. */
const START_MS = 5_000;

/** How often a turn of more than `maxHoldMs` is looked at. */
const LOOK_MS = 30_000;

/** The work is not done, and nothing is wrong with the plugin: a redelivery may try again. */
export class NotDone extends Error {
  readonly ending: TurnEnding;

  constructor(ending: TurnEnding) {
    super(`the dispatch ended as ${ending}`);
    this.ending = ending;
  }
}

/** The engine gives the session to this message: lets the host go on, and waits until it is done. */
export async function runTurn(parts: PluginParts, hold: Hold, { signal }: Turn): Promise<void> {
  hold.leave();
  hold.state = "running";
  hold.startedAt = parts.now();
  hold.note({ type: "started", attempt: 1 });
  parts.takeovers.start(hold.arrival.sessionKey);
  parts.lanes.begin(hold.arrival.sessionKey);
  boundTurn(parts, hold);
  followStart(parts, hold);
  followInterrupt(parts, hold, signal);
  logStart(parts, hold);
  if (changesSession(parts, hold)) await whenQuiet(parts, hold);
  handOn(parts, hold);
  if (hold.again) hold.end("refused");
  else followClaim(parts, hold);
  let ending = await hold.ended;
  if (ending === "refused" && hold.again) ending = await runItself(parts, hold);
  hold.ending = ending;
  if (!isSettled(parts, ending)) throw new NotDone(ending);
}

/** `/new` and the like. */
function changesSession({ kindOf }: PluginParts, { arrival }: Hold): boolean {
  const kind = kindOf(arrival.text);
  return kind === "barrier" || kind === "interrupt";
}

/** What comes meanwhile would get the session from the host, and be held for this one. So it is taken from the host. */
async function whenQuiet(parts: PluginParts, hold: Hold): Promise<void> {
  hold.isStarting = parts.givesSessions && canTake(parts, hold);
  if (hold.isStarting) await parts.arrivals.quiet(hold.arrival.sessionKey);
  hold.isStarting = false;
}

/** What a user has stopped must not come back by a redelivery; what a gateway stops for its own end may. */
function isSettled({ stopping }: PluginParts, ending: TurnEnding): boolean {
  return ending === "done" || (ending === "stopped" && !stopping.aborted);
}

/** The host has processed the message; the turn is over when its replies are out, too. */
export async function processed(parts: PluginParts, hold: Hold, ending: Ending): Promise<void> {
  // What is stopped before its turn was not meant by whoever stopped the running one.
  const neverRan = ending === "refused" || (ending === "stopped" && hold.state !== "running");
  if (neverRan && canTake(parts, hold)) return takeSession(parts, hold);
  // It never got to its turn: the host gave up on it, failed before, or did not wait.
  if (hold.state === "waiting") return withoutTurn(parts, hold, ending);
  // How sending went is the dispatcher's business; here it only matters that it is over.
  await hold.context.dispatcher?.waitForIdle().catch(() => {});
  if (ending === "done") await retryIfTakenOver(parts, hold);
  // Before its turn it is somebody else's that runs.
  hold.isLingering = hold.state === "running";
  if (hold.isLingering) await parts.lanes.idle(hold.arrival.sessionKey);
  hold.end(ending);
}

function withoutTurn({ memory }: PluginParts, hold: Hold, ending: Ending): void {
  if (ending === "done") memory.add(hold.arrival.ids);
  hold.withdraw.abort();
}

/**
 * When no turn runs, the host gives the session to whatever comes first. That may be held here behind this one, between
 * two turns or by `reorderWindowMs`: each waits for the other. So what waits behind a turn that does not begin is taken
 * from the host.
 */
function followStart(parts: PluginParts, hold: Hold): void {
  const { lanes, holds, timers } = parts;
  const { sessionKey } = hold.arrival;
  const unlock = () => {
    if (!parts.givesSessions || hold.claimable || !lanes.isGivenAway(sessionKey)) return;
    for (const other of holds.inSession(sessionKey)) take(parts, other);
  };
  const timer = timers.setTimeout(unlock, START_MS);
  hold.onLeave(() => timers.clearTimeout(timer));
}

/**
 * A completion that never comes must not lock the session for ever. But what the host still runs is not over: it ends
 * by itself what shows no sign of life, and a turn beside it would break both.
 */
function boundTurn(parts: PluginParts, hold: Hold): void {
  const { timers, counters, logger, isRunning, config } = parts;
  const { maxHoldMs } = config;
  const { sessionKey } = hold.arrival;
  let timer = timers.setTimeout(look, maxHoldMs);
  async function look() {
    const runs = await isRunning(sessionKey).catch(() => false);
    if (hold.state !== "running") return;
    if (runs) {
      parts.teller.hangs(hold);
      timer = timers.setTimeout(look, LOOK_MS);
      return logger().info(`held on after ${maxHoldMs} ms, since the host runs it: ${nameOf(hold.arrival)}`);
    }
    counters.letGo++;
    logger().warn(`let go after ${maxHoldMs} ms without a sign of its end: ${nameOf(hold.arrival)}`);
    hold.end("letGo");
  }
  hold.onLeave(() => timers.clearTimeout(timer));
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
