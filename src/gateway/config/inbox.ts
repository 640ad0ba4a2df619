import { z } from "zod";
import { postgresKeys } from "../../inbox/postgres/options.ts";
import { name, secret } from "./fields.ts";

const sqlite = z.strictObject({
  kind: z.literal("sqlite"),
  file: name.default("inbox.sqlite").meta({ description: "The file, on a local disk." }),
});
const postgres = z.strictObject({
  kind: z.literal("postgres"),
  url: secret.meta({ description: "The database: `postgres://user:password@host/database`." }),
  schema: postgresKeys.schema.meta({
    description: "The schema of its tables; gateways that share an inbox name the same one.",
  }),
  leaseMs: postgresKeys.leaseMs.meta({
    description:
      "How long a gateway may be without contact to the database, in ms, before others take its sessions.",
  }),
  graceMs: postgresKeys.graceMs.meta({
    description:
      "How long they look for a sign of life before that, in ms: longer than it takes to connect again after a restart of the database.",
  }),
  name: postgresKeys.name.meta({
    description: "What operators read of this gateway. By default the machine's name and the process id.",
  }),
});
const memory = z.strictObject({ kind: z.literal("memory") });

/** `inbox`: where accepted events wait. */
export const inbox = z
  .discriminatedUnion("kind", [sqlite, postgres, memory], { error: '"sqlite", "postgres" or "memory"' })
  .prefault({ kind: "sqlite" });
