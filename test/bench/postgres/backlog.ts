import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { connected } from "./peers.ts";

/** Accepts so many events, and runs none: gateways find them when it has gone, as after a crash. */
export async function fillBacklog(
  url: string,
  schema: string,
  { sessions, count }: { readonly sessions: number; readonly count: number },
): Promise<void> {
  const inbox = await openPostgresInbox({ url, schema, name: "filler" });
  const claims = Array.from({ length: count }, (_, n) =>
    inbox.claim({
      event: { at: "0", text: "x".repeat(1000) },
      ids: [`b${n}`, `b${n}-m`, `b${n}-c`],
      sessionKey: `b ${n % sessions}`,
      account: "bench",
      transport: "webhook",
    }),
  );
  await Promise.all(claims);
  await inbox.close();
}

/** Rows that have ended, with three identities each, as a day of a busy bot leaves them. */
export async function fillRemembered(url: string, schema: string, count: number): Promise<void> {
  const client = await connected(url);
  await client.query(`
    insert into ${schema}.inbox (id, session_key, account, transport, received_at, attempts, ended_at, outcome)
    select nextval('${schema}.inbox_ids'), 'old' || n % 5000, 'bench', 'webhook', at, 1, at, 'completed'
    from (select n, (extract(epoch from clock_timestamp()) * 1000)::bigint - n as at from generate_series(1, ${count}) n) old`);
  await client.query(`
    insert into ${schema}.identity (hash, row)
    select decode(md5(i.id || ' ' || k), 'hex'), i.id from ${schema}.inbox i, generate_series(1, 3) k where i.outcome is not null`);
  await client.query(`analyze ${schema}.inbox, ${schema}.identity`);
  await client.end();
}
