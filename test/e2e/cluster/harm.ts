import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PostgresServer } from "../../support/postgres/server.ts";
import type { Chance } from "../support/chance.ts";
import { type ClusterGateway, GRACE_MS, LEASE_MS } from "./gateway.ts";

/**
 * - `killed`: a gateway, by SIGKILL; it is started again.
 * - `paused`: a gateway, by SIGSTOP, for longer than its lease. Some notice it by their clock when they wake, and some
 *   hear of it from the database.
 * - `cut`: the connections of a gateway to the database: by the server, on the way, or silently for longer than a lease.
 * - `left`: a gateway, by SIGTERM, as whoever deploys another release ends it; it is started again.
 * - `restarted`: the database, in an orderly way or as after a crash.
 */
export type Harm = "killed" | "paused" | "cut" | "left" | "restarted";

export const harms: readonly Harm[] = ["killed", "paused", "cut", "left", "restarted"];

interface Around {
  readonly database: PostgresServer;
  readonly chance: Chance;
}

/** Does it, and puts it right again. */
export async function restart({ database, chance }: Around): Promise<void> {
  await database.end(chance.happens(0.5) ? "fast" : "immediate");
  await sleep(chance.uneven(0, 1500));
  await database.start();
}

/** Does it to a gateway; resolves when that is as good as before. */
export async function disturb(
  gateway: ClusterGateway,
  harm: Exclude<Harm, "restarted">,
  around: Around,
): Promise<void> {
  switch (harm) {
    case "killed":
      await gateway.kill();
      return startLater(gateway, around.chance.uneven(0, LEASE_MS + GRACE_MS));
    case "paused":
      gateway.signal("SIGSTOP");
      await sleep(longerThanLease(around.chance));
      return gateway.signal("SIGCONT");
    case "cut":
      return cut(gateway, around);
    case "left":
      await gateway.leave();
      return startLater(gateway, around.chance.uneven(0, LEASE_MS));
  }
}

async function startLater(gateway: ClusterGateway, ms: number): Promise<void> {
  await sleep(ms);
  gateway.start();
  return gateway.ready();
}

async function cut({ relay }: ClusterGateway, around: Around): Promise<void> {
  const how = around.chance.pick({ server: 1, way: 1, silence: 1 });
  if (how === "way") return relay.drop();
  if (how === "server") return terminate(relay.ports, around);
  relay.silence();
  await sleep(longerThanLease(around.chance));
  relay.mend();
}

/** The database ends the sessions of whoever has connected from these ports. */
async function terminate(ports: readonly number[], { database }: Around): Promise<void> {
  const client = new pg.Client(database.url);
  client.on("error", () => {});
  try {
    await client.connect();
    const all = "select pg_terminate_backend(pid) from pg_stat_activity where client_port = any($1)";
    await client.query(all, [ports]);
  } catch {
    // The database is away: it has ended them itself.
  } finally {
    await client.end().catch(() => {});
  }
}

/** Most often so long that another gateway has taken its sessions, now and then only nearly so. */
function longerThanLease(chance: Chance): number {
  return LEASE_MS + chance.uneven(0, 2 * (LEASE_MS + GRACE_MS));
}
