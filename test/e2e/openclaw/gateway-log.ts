/**
 * Counts the turns that were taken over. A takeover is logged for both lanes of its one run: one is counted.
 *
 * @param sessions parts of the keys of the sessions that count
 */
export function countTakeovers(log: string, since: number, sessions: readonly string[]): number {
  const counts = (line: string) => sessions.some((part) => line.includes(part)) && timeOf(line) >= since;
  return log.split("\n").filter((line) => isTakeover(line) && counts(line)).length;
}

/** How long the plugin held messages of idle sessions, in ms. */
export function idleWaits(log: string): number[] {
  const held = new Set<string>();
  const waits: number[] = [];
  for (const [, step, message = "", waited] of log.matchAll(PLUGIN_LINE)) {
    if (step === "held") held.add(message);
    else if (!held.has(message)) waits.push(Number(waited));
  }
  return waits;
}

const PLUGIN_LINE =
  /"message":"feishu-dispatch-dedup: (held|started) session=\S+ channel=\S+ message=(\w+)(?: waitedMs=(\d+))?/g;

function isTakeover(line: string): boolean {
  return line.includes("EmbeddedAttemptSessionTakeoverError") && /lane task error: lane=session:/.test(line);
}

function timeOf(line: string): number {
  return Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? "");
}
