import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";

/** Memory, where there is enough of it and nothing is to be measured: there it starts in half the time. */
export function placeFor(isDurable: boolean): string {
  const memory = "/dev/shm";
  if (isDurable || !existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 31 ? memory : tmpdir();
}

/**
 * Below the ports that the system gives to outgoing connections: one that looks for a server that is away could
 * otherwise be given that very port, and be connected to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(randomInt(15_000, 30_000), "127.0.0.1");
    const isFree = await Promise.race([
      once(server, "listening").then(() => true),
      once(server, "error").then(() => false),
    ]);
    const address = server.address();
    if (isFree && typeof address === "object" && address) {
      await new Promise((resolve) => server.close(resolve));
      return address.port;
    }
  }
}
