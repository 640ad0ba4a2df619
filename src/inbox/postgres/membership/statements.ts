import type { ClientBase } from "pg";

/** Another process that has not left. */
export interface Other {
  readonly id: number;
  /** As text: it is compared, and never counted with. */
  readonly heartbeat: string;
  /** In how many ms its lease has passed since; 0 or less: it has. */
  readonly leftMs: number;
}

/** The first key of all advisory locks of a schema. */
const CLASS = "hashtext('feishu-dispatch-dedup ' || $1)";

/** @returns the row of a process that is just joining */
export async function join(
  client: ClientBase,
  { schema, name, leaseMs }: { readonly schema: string; readonly name: string; readonly leaseMs: number },
): Promise<number> {
  const { rows } = await client.query(
    `insert into ${schema}.gateway (name, lease_ms) values ($1, $2) returning id`,
    [name, leaseMs],
  );
  return Number(rows[0]?.id);
}

/** Takes the lock that says that the process is connected; false while an earlier connection of it has it. */
export async function tryLock(client: ClientBase, schema: string, id: number): Promise<boolean> {
  const { rows } = await client.query(`select pg_try_advisory_lock(${CLASS}, $2) as is_ours`, [schema, id]);
  return rows[0]?.is_ours === true;
}

/** @returns false when the others have given the process up */
export async function beat(client: ClientBase, schema: string, id: number): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "beat",
    text: `update ${schema}.gateway set heartbeat_at = clock_timestamp() where id = $1 and left_at is null`,
    values: [id],
  });
  return rowCount === 1;
}

export async function others(client: ClientBase, schema: string, me: number): Promise<Other[]> {
  const { rows } = await client.query({
    name: "others",
    text: `
      select id, heartbeat_at::text as heartbeat,
        lease_ms - extract(epoch from clock_timestamp() - heartbeat_at) * 1000 as left_ms
      from ${schema}.gateway where left_at is null and id <> $1`,
    values: [me],
  });
  return rows.map(({ id, heartbeat, left_ms }) => ({ id, heartbeat, leftMs: Number(left_ms) }));
}

/**
 * Gives a process up, for good: its lock is free, and its lease has passed without another heartbeat. The lock is held
 * for the moment in which it is written, so that the process cannot come back in between.
 */
export async function giveUp(client: ClientBase, schema: string, { id, heartbeat }: Other): Promise<boolean> {
  const { rowCount } = await client.query(
    `update ${schema}.gateway set left_at = clock_timestamp()
     where id = $2 and left_at is null and heartbeat_at::text = $3
       and heartbeat_at + lease_ms * interval '1 millisecond' < clock_timestamp()
       and pg_try_advisory_xact_lock(${CLASS}, id)`,
    [schema, id, heartbeat],
  );
  return rowCount === 1;
}

export async function signOff(client: ClientBase, schema: string, id: number): Promise<void> {
  await client.query(`update ${schema}.gateway set left_at = clock_timestamp() where id = $1`, [id]);
}
