import { createHash } from "node:crypto";
import { type CarriedRow, collision, type Movable, statusIn } from "./movable.ts";

/** What was moved. */
export interface Moved {
  readonly pending: number;
  readonly dead: number;
  /** Rows that have ended and are remembered. */
  readonly done: number;
  readonly identities: number;
}

/**
 * Moves all rows from one store to another, in their order, with everything by which they are recognised.
 *
 * First all of them are put into the target, in one transaction, and then the source is emptied. Whoever is cut off in
 * between begins again: the target knows by a digest that it has these rows already, and only the rest is done.
 *
 * @throws InboxError `ERR_INBOX_COLLISION` when what is in the target stands in the way; nothing was moved
 */
export async function move(from: Movable, to: Movable): Promise<Moved> {
  const { moved, lastId, digest } = await survey(from);
  if (lastId === 0) return moved;
  if (!(await to.hasTaken(digest))) {
    const waiting = await to.waiting();
    await to.take(checked(from, to, waiting), lastId, digest);
  }
  await from.empty();
  return moved;
}

async function survey(from: Movable) {
  const moved = { pending: 0, dead: 0, done: 0, identities: 0 };
  const hash = createHash("sha256");
  let lastId = 0;
  for await (const page of from.pages()) {
    for (const row of page) {
      const { hashes, ...columns } = row;
      moved[statusIn(row)] += 1;
      moved.identities += hashes.length;
      lastId = row.id;
      hash.update(JSON.stringify([columns, hashes.map((it) => Buffer.from(it).toString("hex"))]));
    }
  }
  return { moved, lastId, digest: hash.digest() };
}

/** Refuses rows that would come behind what arrived after them. */
async function* checked(
  from: Movable,
  to: Movable,
  waiting: ReadonlySet<string>,
): AsyncGenerator<readonly CarriedRow[]> {
  for await (const page of from.pages()) {
    const late = page.find((row) => statusIn(row) === "pending" && waiting.has(row.sessionKey));
    if (late)
      throw collision(to.where, `rows wait in sessions of which rows would come, e.g. row ${late.id}`);
    yield page;
  }
}
