/**
 * Resolves at the first SIGTERM or SIGINT. A second one ends the process at once, as if nothing had listened.
 */
export function stopSignal(): Promise<void> {
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
