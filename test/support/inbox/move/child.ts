/** Moves everything from one store to another, and kills itself on the way: as told, `half way` or `before the end`. */
import type { Movable } from "../../../../src/inbox/move/movable.ts";
import { move } from "../../../../src/inbox/move/move.ts";
import { openPostgresMovable } from "../../../../src/inbox/postgres/move/movable.ts";
import { openSqliteMovable } from "../../../../src/inbox/sqlite/movable.ts";

const [from = "", to = "", when = ""] = process.argv.slice(2);

function open(place: string, isSource: boolean): Promise<Movable> {
  const { file, ...database } = JSON.parse(place);
  return file ? openSqliteMovable(file, isSource) : openPostgresMovable(database, isSource);
}

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("killed");
}

const source = await open(from, true);
const target = await open(to, false);
const take = target.take.bind(target);
target.take = (pages, lastId, digest) =>
  take(
    (async function* () {
      for await (const page of pages) {
        yield page;
        if (when === "half way") die();
      }
    })(),
    lastId,
    digest,
  );
if (when === "before the end") source.empty = async () => die();
await move(source, target);
