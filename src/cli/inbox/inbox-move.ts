import type { Command } from "commander";
import type { Movable } from "../../inbox/move/movable.ts";
import type { Moved } from "../../inbox/move/move.ts";
import { visible } from "../../text/visible.ts";
import { printJson } from "./inbox-shared.ts";
import { placeNamed, type StoredPlace } from "./place.ts";

interface Flags {
  readonly from: string;
  readonly to: string;
  readonly json?: true;
}

/** Adds `inbox move`: from SQLite to PostgreSQL, back, or from one of either to another. */
export function addMove(inbox: Command): void {
  inbox
    .command("move")
    .description("Moves everything from one inbox to another, while no gateway runs on either.")
    .requiredOption("--from <config or file>", "the inbox that is emptied")
    .requiredOption("--to <config or file>", "the inbox that gets it")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nAll is moved or nothing. If it is cut off, run it again before you start a gateway: nothing is lost or doubled.",
    )
    .action(async ({ from, to, json }: Flags) => {
      const result = await moveBetween(from, to);
      if (json) printJson(result);
      else process.stdout.write(`${say(result)}\n`);
    });
}

interface Result extends Moved {
  readonly from: string;
  readonly to: string;
}

async function moveBetween(from: string, to: string): Promise<Result> {
  const source = await open(await placeNamed(from), true);
  try {
    const target = await open(await placeNamed(to), false);
    try {
      const { move } = await import("../../inbox/move/move.ts");
      return { ...(await move(source, target)), from: source.where, to: target.where };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function open(place: StoredPlace, isSource: boolean): Promise<Movable> {
  if (place.kind === "sqlite") {
    const { openSqliteMovable } = await import("../../inbox/sqlite/movable.ts");
    return openSqliteMovable(place.file, isSource);
  }
  const { openPostgresMovable } = await import("../../inbox/postgres/move/movable.ts");
  return openPostgresMovable({ url: place.url, ...(place.schema && { schema: place.schema }) }, isSource);
}

function say({ pending, dead, done, identities, from, to }: Result): string {
  const rows = `${pending} pending, ${dead} dead and ${done} remembered rows with ${identities} identities`;
  return visible(`moved ${rows} from the inbox ${from} to the inbox ${to}`);
}
