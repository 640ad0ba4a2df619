import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";
import { CONFIG_ABOUT, configFile } from "../config-file.ts";
import { placeOf, type StoredPlace } from "./place.ts";

interface Flags {
  readonly config?: string;
}

/** Adds `inbox migrate` and `inbox grants`: what the owner of a database does before gateways may use it. */
export function addSchema(inbox: Command): void {
  database(inbox, "migrate", "Makes the schema of an inbox in PostgreSQL, or brings it up to date.")
    .addHelpText("after", "\nFor the role that is to own it. Gateways do it by themselves where theirs may.")
    .action(async ({ config }: Flags) => {
      const { makeSchema } = await import("../../inbox/postgres/roles.ts");
      const { url, schema } = await databaseIn(config);
      const version = await makeSchema({ url, schema });
      process.stdout.write(`schema ${schema} has format ${version}\n`);
    });
  database(inbox, "grants", "Prints what the gateways' role needs, as SQL for the schema's owner.")
    .requiredOption("--role <name>", "the gateways' role")
    .action(async ({ config, role }: Flags & { readonly role: string }) => {
      const { grantsFor } = await import("../../inbox/postgres/roles.ts");
      const { schema } = await databaseIn(config);
      process.stdout.write(`${grantsFor(schema, role).join("\n")}\n`);
    });
}

function database(inbox: Command, name: string, about: string): Command {
  return inbox.command(name).description(about).option("--config <file>", CONFIG_ABOUT);
}

type Database = Extract<StoredPlace, { readonly kind: "postgres" }> & { readonly schema: string };

async function databaseIn(named: string | undefined): Promise<Database> {
  const config = configFile(named);
  const place = await placeOf({ config });
  if (place.kind === "postgres" && place.schema !== undefined) return { ...place, schema: place.schema };
  const came = "sqlite, whose file needs none of this";
  throw new UsageError("ERR_INVALID_ARGUMENT", mismatch(`${config}: inbox`, "postgres", came));
}
