import type { DispatchDedup } from "../dispatch/api.ts";
import { againIdentity } from "../inbox/dead-letter.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { RECALLED } from "../inbox/recalled.ts";

/**
 * Takes back what its author has recalled, wherever it is: what waits gets no turn, what runs is told to stop, and of what
 * has ended nothing is left to be put back. Resolves when the inbox knows. Dead letters stay in the operators' hands.
 *
 * @throws InboxError when it could not be noted
 */
export async function recall(
  identity: string,
  dedup: DispatchDedup,
  inbox: Inbox | undefined,
): Promise<void> {
  dedup.recall(identity);
  const [row] = inbox ? await inbox.list({ identity, limit: 1 }) : [];
  if (!inbox || !row || row.status === "dead") return;
  if (row.status === "done") return void (await inbox.drop(row.id));
  const { id, ids } = row;
  dedup.recall(againIdentity(ids[0] ?? "", id));
  // At once: what was stopped by somebody else before may take its time to end, and would end as stopped.
  await inbox.complete(id, RECALLED);
}
