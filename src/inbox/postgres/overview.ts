import type { SharingOverview } from "../inbox.ts";
import type { Database } from "./database/database.ts";

/** So many sessions of others are told of. */
const MOST = 100;

/** Who shares the database, and what waits in sessions of others. @param me the row of this process */
export async function overview(database: Database, me: number): Promise<SharingOverview> {
  const { schema: s } = database.settings;
  const gateways = await database.query<GatewayColumns>({
    name: "overview-gateways",
    text: `
      select id, name, lease_ms, extract(epoch from clock_timestamp() - heartbeat_at) * 1000 as silent_ms,
        (select count(*) from ${s}.session where owner = id) as sessions
      from ${s}.gateway where left_at is null order by id`,
    values: [],
  });
  const sessions = await database.query<SessionColumns>({
    name: "overview-sessions",
    text: `
      select s.key, g.name, s.epoch, count(*) as pending, min(i.received_at) as oldest
      from ${s}.inbox i join ${s}.session s on s.key = i.session_key join ${s}.gateway g on g.id = s.owner
      where i.ended_at is null and s.owner <> $1 and g.left_at is null
      group by s.key, g.name, s.epoch order by oldest limit ${MOST}`,
    values: [me],
  });
  return {
    gateways: gateways.map(({ id, name, lease_ms, silent_ms, sessions: count }) => ({
      ...{ name, isThis: id === me, leaseMs: lease_ms },
      ...{ silentMs: Math.max(0, Math.round(Number(silent_ms))), sessions: Number(count) },
    })),
    elsewhere: sessions.map(({ key, name: gateway, epoch, pending, oldest }) => ({
      ...{ key, gateway, epoch: Number(epoch), pending: Number(pending), oldestAt: Number(oldest) },
    })),
  };
}

interface GatewayColumns {
  readonly id: number;
  readonly name: string;
  readonly lease_ms: number;
  readonly silent_ms: string;
  readonly sessions: string;
}

interface SessionColumns {
  readonly key: string;
  readonly name: string;
  readonly epoch: string;
  readonly pending: string;
  readonly oldest: string;
}
