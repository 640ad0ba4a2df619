import { join } from "node:path";
import type { Inbox } from "../../../../src/inbox/inbox.ts";
import type { Movable } from "../../../../src/inbox/move/movable.ts";
import { openPostgresMovable } from "../../../../src/inbox/postgres/move/movable.ts";
import { openPostgresInbox } from "../../../../src/inbox/postgres.ts";
import { openSqliteMovable } from "../../../../src/inbox/sqlite/movable.ts";
import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";
import { databaseUrl, freshSchema } from "../../postgres/for-tests.ts";
import { tempFolder } from "../temp.ts";

/** A store of its own for the running test, by which a gateway or a move gets at it. */
export interface Store {
  readonly open: () => Promise<Inbox>;
  readonly openMovable: (isSource: boolean) => Promise<Movable>;
  /** What a child process needs to open it. */
  readonly place: { readonly file: string } | { readonly url: string; readonly schema: string };
}

export type Kind = "sqlite" | "postgres";

export async function freshStore(kind: Kind): Promise<Store> {
  if (kind === "sqlite") return storeAt({ file: join(tempFolder(), "inbox.db") });
  return storeAt({ url: await databaseUrl(), schema: freshSchema() });
}

/** @param place as {@link Store.place} */
export function storeAt(place: Store["place"]): Store {
  if ("file" in place)
    return {
      place,
      open: () => openSqliteInbox(place),
      openMovable: (isSource) => openSqliteMovable(place.file, isSource),
    };
  return {
    place,
    open: () => openPostgresInbox(place),
    openMovable: (isSource) => openPostgresMovable(place, isSource),
  };
}
