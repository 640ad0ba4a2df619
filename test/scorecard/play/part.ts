import type { ObservedTurn } from "./observed.ts";

/** What a process is to play: a fixture, from one restart to the next. */
export interface Part {
  /** The file of the adapter. */
  readonly url: string;
  /** The fixture's text. */
  readonly text: string;
  /** Its first step. */
  readonly from: number;
  /** When it starts, in ms since the start of the fixture. */
  readonly at: number;
  /** What survives a restart. */
  readonly folder: string;
  readonly database: Database | undefined;
}

/** Where the inbox is that needs a database. */
export interface Database {
  readonly url: string;
  readonly schema: string;
}

/** What came of it. */
export type Played =
  | { readonly turns: readonly ObservedTurn[]; readonly next: Pick<Part, "from" | "at"> | undefined }
  | { readonly error: string };
