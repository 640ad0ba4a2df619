interface Service {
  /** Rejects when it cannot do its work. */
  readonly connected: Promise<void>;
  close(): Promise<void>;
}

/** Lets a service run until it is told to stop or cannot go on, and closes it. */
export async function untilStopped(stop: Promise<void>, service: Service): Promise<void> {
  try {
    await Promise.race([stop, service.connected]);
    await stop;
  } finally {
    await service.close();
  }
}
