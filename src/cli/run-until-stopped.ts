import { complain } from "./exit.ts";

interface Service {
  /** Rejects when it cannot do its work. */
  readonly connected: Promise<void>;
  close(): Promise<void>;
}

/** What asks a service to end, and the exit code of a process that a second one ends at once: 128 and its number. */
const SIGNALS = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;

/**
 * Starts a service, lets it run until the first SIGTERM, SIGINT or SIGHUP or until it cannot go on, and closes it. A
 * second signal ends the process at once, as if nothing had listened.
 *
 * @param start may take its time: a signal in the meantime counts
 * @returns the service, closed
 */
export async function runUntilStopped<T extends Service>(start: () => Promise<T>): Promise<T> {
  const stop = stopSignal();
  const service = await start();
  try {
    await Promise.race([stop, service.connected]);
    await stop;
    return service;
  } finally {
    await service.close();
    endSoon();
  }
}

/** A request or a middleware's timer that is still there must not keep the process from ending. */
function endSoon(): void {
  setTimeout(() => process.exit(), 500).unref();
}

function stopSignal(): Promise<void> {
  const signals = Object.keys(SIGNALS) as Array<keyof typeof SIGNALS>;
  return new Promise((resolve) => {
    const first = (asked: NodeJS.Signals) => {
      for (const signal of signals) {
        process.off(signal, first);
        process.on(signal, () => process.exit(SIGNALS[signal]));
      }
      // Whoever pressed Ctrl-C sits in front of it, and may not want to wait.
      if (asked === "SIGINT" && process.stderr.isTTY)
        complain("finishes what runs; Ctrl-C again ends at once");
      resolve();
    };
    for (const signal of signals) process.on(signal, first);
  });
}
