/**
 * Rows are small and stay, events are large and go when the row was answered: so each has a table of its own. Identities are
 * kept as the first 128 bits of their SHA-256. `xid` tells which rows were not there yet when this process last looked:
 * rows become visible in the order in which their transactions commit, and not in that of their ids. An epoch comes
 * from one sequence for all sessions, so that it grows even where a session's row was deleted in between. Pages keep
 * room for the next version of a row, so that a turn need not touch an index at its start. A move is one from another inbox to here.
 */
const VERSION_1 = (schema: string) => `
  create table ${schema}.gateway (
    id           integer generated always as identity primary key,
    name         text not null,
    lease_ms     integer not null,
    started_at   timestamptz not null default clock_timestamp(),
    heartbeat_at timestamptz not null default clock_timestamp(),
    left_at      timestamptz
  ) with (fillfactor = 50);

  create sequence ${schema}.epochs as bigint;
  create table ${schema}.session (
    key   text primary key,
    owner integer not null,
    epoch bigint not null default nextval('${schema}.epochs')
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
  create index session_owner on ${schema}.session (owner);

  create sequence ${schema}.inbox_ids as bigint;
  create table ${schema}.inbox (
    id          bigint primary key default nextval('${schema}.inbox_ids'),
    xid         xid8 not null default pg_current_xact_id(),
    session_key text not null,
    account     text not null,
    transport   text not null,
    received_at bigint not null,
    attempts    integer not null default 0,
    retry_at    bigint,
    ended_at    bigint,
    outcome     text,
    error       text
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
  create index inbox_pending on ${schema}.inbox (id) where ended_at is null;
  create index inbox_session on ${schema}.inbox (session_key, xid) where ended_at is null;
  create index inbox_dead on ${schema}.inbox (id) where ended_at is not null and outcome is null;
  create index inbox_done on ${schema}.inbox (ended_at) where outcome is not null;

  create table ${schema}.event (
    row   bigint primary key,
    ids   text not null,
    event text not null
  ) with (autovacuum_vacuum_scale_factor = 0.05);

  create table ${schema}.identity (
    hash bytea primary key,
    row  bigint not null
  ) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
  create index identity_row on ${schema}.identity (row);

  create table ${schema}.move (
    digest bytea primary key,
    at     timestamptz not null default clock_timestamp()
  );
`;

/** In the words of `waits()`, which says why. */
const VERSION_2 = (schema: string) => `
  drop index ${schema}.inbox_session;
  create index inbox_session on ${schema}.inbox (session_key, xid) where coalesce(ended_at, 0) = 0;
`;

/**
 * Facts that gateways keep (`journal.days`): their order within a start of a gateway, which `run` stands for, is `seq`,
 * and their time by that gateway's clock is `at`. The row need not be there any more.
 */
const VERSION_3 = (schema: string) => `
  create table ${schema}.journal (
    run         uuid not null,
    seq         bigint not null,
    gateway     text not null,
    at          bigint not null,
    row         bigint,
    session_key text,
    fact        json not null,
    primary key (run, seq)
  );
  create index journal_at on ${schema}.journal (at, run, seq);
  create index journal_row on ${schema}.journal (row, at) where row is not null;
  create index journal_session on ${schema}.journal (session_key, at) where session_key is not null;
`;

/** How to get from each version to the next; the first entry makes the tables of version 1. */
export const MIGRATIONS: ReadonlyArray<(schema: string) => string> = [VERSION_1, VERSION_2, VERSION_3];
