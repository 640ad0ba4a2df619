import type { Client, DatabaseError, Pool } from "pg";
import { UsageError } from "../../../errors.ts";

/** What is used of the package `pg`. */
export interface Driver {
  readonly Client: typeof Client;
  readonly Pool: typeof Pool;
  readonly DatabaseError: typeof DatabaseError;
}

/**
 * Loads `pg`, which only those install who use this inbox.
 *
 * @throws UsageError `ERR_DRIVER_MISSING`
 */
export async function loadDriver(): Promise<Driver> {
  try {
    const { default: pg } = await import("pg");
    return pg;
  } catch (cause) {
    const message = 'The inbox is in PostgreSQL, and the package "pg" is not installed. Run: npm install pg';
    throw new UsageError("ERR_DRIVER_MISSING", message, { cause });
  }
}
