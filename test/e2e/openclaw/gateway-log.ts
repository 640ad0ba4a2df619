/**
 * Counts the turns that were taken over. A takeover is logged for both lanes of its one run: one is counted.
 *
 * @param sessions parts of the keys of the sessions that count
 */
export function countTakeovers(log: string, since: number, sessions: readonly string[]): number {
  const counts = (line: string) => sessions.some((part) => line.includes(part)) && timeOf(line) >= since;
  return log.split("\n").filter((line) => isTakeover(line) && counts(line)).length;
}

/** From the host's call of the plugin to the start of the turn, for messages that did not wait, in ms. */
export function idleCosts(log: string): number[] {
  const costs: number[] = [];
  const held = new Set<string>();
  let calledAt = Number.NaN;
  for (const line of log.split("\n")) {
    if (line.includes("[hooks] running reply_dispatch")) calledAt = timeOf(line);
    const [step, message] = stepIn(line);
    if (step === "held") held.add(message);
    else if (step === "started" && !held.has(message)) costs.push(timeOf(line) - calledAt);
  }
  return costs;
}

/** The messages that the plugin took in and did not let go again, over all restarts. */
export function unreleased(log: string): string[] {
  const open = new Set<string>();
  for (const line of log.split("\n")) {
    const [step, message] = stepIn(line);
    if (step === "released") open.delete(message);
    else if (step) open.add(message);
  }
  return [...open];
}

/** What a line of the plugin says of a message. */
function stepIn(line: string): [step: string | undefined, message: string] {
  const [, step, message = ""] =
    /"message":"feishu-dispatch-dedup: (\w+) .*message=([\w:-]+)/.exec(line) ?? [];
  return [step && STEPS.includes(step) ? step : undefined, message];
}

const STEPS = ["held", "started", "released"];

function isTakeover(line: string): boolean {
  return line.includes("EmbeddedAttemptSessionTakeoverError") && /lane task error: lane=session:/.test(line);
}

function timeOf(line: string): number {
  return Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? "");
}
