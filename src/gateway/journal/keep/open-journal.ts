import type { InboxPlace } from "../../open-inbox.ts";
import type { JournalStore } from "./journal-store.ts";

/** Where an inbox is, beside which facts can be kept. */
export type KeepingPlace = Exclude<InboxPlace, { readonly kind: "memory" }>;

/**
 * Opens the journal beside an inbox, once that inbox is open: in a file beside its file, or in a table of its schema.
 *
 * @throws Error of SQLite or InboxError, when it cannot be used
 */
export async function openJournal(place: KeepingPlace): Promise<JournalStore> {
  if (place.kind === "sqlite")
    return (await import("./journal-file.ts")).JournalFile.open(journalFileOf(place.file));
  const { JournalTable } = await import("./journal-table.ts");
  const { kind: _, ...options } = place;
  return JournalTable.open(options);
}

/** The journal's file beside that of an inbox. */
function journalFileOf(inboxFile: string): string {
  return `${inboxFile}.journal`;
}
