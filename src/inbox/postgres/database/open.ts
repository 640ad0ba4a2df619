import { checkOptions, type PostgresInboxOptions } from "../options.ts";
import { Database } from "./database.ts";
import { loadDriver } from "./driver.ts";

/**
 * Gets at the database, and lets go of it when what is to be made of it cannot be.
 *
 * @throws UsageError `ERR_INVALID_OPTION`, `ERR_DRIVER_MISSING`, and what `open` throws
 */
export async function opened<T>(
  options: PostgresInboxOptions,
  open: (database: Database) => Promise<T>,
): Promise<T> {
  const settings = checkOptions(options);
  const database = new Database(await loadDriver(), settings);
  try {
    return await open(database);
  } catch (error) {
    await database.close();
    throw error;
  }
}
