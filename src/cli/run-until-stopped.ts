interface Service {
  /** Rejects when it cannot do its work. */
  readonly connected: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a service, lets it run until the first SIGTERM or SIGINT or until it cannot go on, and closes it. A
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
  const signals = ["SIGTERM", "SIGINT"] as const;
  return new Promise((resolve) => {
    const first = () => {
      for (const signal of signals) {
        process.off(signal, first);
        process.on(signal, () => process.exit(signal === "SIGTERM" ? 143 : 130));
      }
      resolve();
    };
    for (const signal of signals) process.on(signal, first);
  });
}
