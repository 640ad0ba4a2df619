/** What became of the messages that reached the plugin, since the gateway started. */
export class Counters {
  /** Entered the engine's queue. */
  entered = 0;
  /** Left it, one way or another. */
  released = 0;
  /** Of those entered, had to wait. */
  held = 0;
  /** The same work was waiting or running; dropped. */
  joined = 0;
  /** The work had been done; dropped. */
  duplicates = 0;
  /** Went to the host before their turn, since they had waited for `maxWaitMs`. */
  passed = 0;
  /** Answered with the notice that the session is busy. */
  refused = 0;
  /** Dropped by an interrupting `/new`. */
  interrupted = 0;
  /** The host gave up on them while they waited. */
  aborted = 0;
  /** Older than `maxAgeMs`; dropped. */
  expired = 0;
  /** Ended in an error of the host. */
  failed = 0;
  /** Turns that outran `maxHoldMs`, or were let go by an operator. */
  letGo = 0;
  /** Turns run again after a takeover. */
  retried = 0;
  /** Dispatched by the plugin, since the host would not run them. */
  again = 0;

  /** The counters that are not zero, for a log line. */
  toString(): string {
    const told = Object.entries(this).filter(([, count]) => count > 0);
    return told.map(([name, count]) => `${name}=${count}`).join(" ") || "nothing yet";
  }
}
