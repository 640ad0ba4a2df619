import { z } from "zod";
import type { SharingOverview } from "../inbox/sharing.ts";
import type { OpenSession } from "../journal/view/open-messages.ts";
import type { JournalView } from "../journal/view/view.ts";
import { checked } from "./checked.ts";
import type { Live, Page } from "./contract.ts";
import type { Offer } from "./offer.ts";
import { detailOf, notRunRow, sessionRow } from "./rows.ts";

const whole = (most: number) => z.coerce.number().int().min(0).max(most);

/** What a page wants to see, as it stands in a query. */
const querySchema = z.strictObject({
  /** Only sessions whose key, account or message ids hold this. */
  filter: z.string().max(200).default(""),
  offset: whole(10_000_000).default(0),
  limit: whole(500).default(50),
  notRunOffset: whole(10_000).default(0),
  /** Also the messages of this session. */
  session: z.string().max(2000).optional(),
});

export type LiveQuery = z.output<typeof querySchema>;

/** @throws UsageError `ERR_BAD_REQUEST` */
export function readQuery(query: URLSearchParams): LiveQuery {
  return checked(querySchema, Object.fromEntries(query));
}

/** So many that were not run, and that hang, are told of at once. */
const NOT_RUN_PAGE = 25;
const MOST_HUNG = 20;
/** As many of them as the view keeps. */
const ALL_NOT_RUN = 1000;

/** What is told besides what the journal says; of who shares the inbox nothing where nobody does. */
export interface Around extends Partial<SharingOverview> {
  readonly startedAt: number;
  readonly actions: boolean;
  readonly offers: readonly Offer[];
}

/** What is seen of a gateway now. */
export function liveOf(view: JournalView, query: LiveQuery, now: number, around: Around): Live {
  const { totals } = view;
  const { offset, limit, filter, session } = query;
  const gateway = around.gateways?.find(({ isThis }) => isThis)?.name;
  const sought = filter.toLowerCase();
  const fits = sought === "" ? {} : { holds: (it: OpenSession) => holds(it, sought) };
  const sessions = pageOf(view.sessions({ ...fits, skip: offset, limit: limit + 1 }), offset, limit);
  const hung = totals.hung === 0 ? [] : view.sessions({ holds: isHung, limit: MOST_HUNG });
  return {
    now,
    ...around,
    totals,
    minutes: view.minutes.map(({ at, waits: { count, p95 } }) => ({ at, count, p95 })),
    sessions: { ...sessions, rows: sessions.rows.map((it) => sessionRow(it, gateway)) },
    detail: session === undefined ? undefined : detailOf(view, session, gateway),
    hung: hung.map((it) => sessionRow(it, gateway)),
    notRun: notRunPage(view, query),
  };
}

function isHung({ running }: OpenSession): boolean {
  for (const { hungAt } of running.values()) if (hungAt !== undefined) return true;
  return false;
}

/** Without a list of what is in each: there may be 100,000 of them. */
function holds({ key, running, waiting }: OpenSession, sought: string): boolean {
  if (key.toLowerCase().includes(sought)) return true;
  for (const messages of [running, waiting])
    for (const { account, messageId } of messages.values())
      if (messageId?.includes(sought) || account.toLowerCase().includes(sought)) return true;
  return false;
}

function notRunPage(view: JournalView, { filter, notRunOffset: offset }: LiveQuery): Live["notRun"] {
  const sought = filter.toLowerCase();
  const found = view
    .notRun({ limit: ALL_NOT_RUN })
    .filter(({ sessionKey, account, messageId, by }) =>
      [sessionKey, account, messageId, by].some((text) => text?.toLowerCase().includes(sought)),
    );
  const { rows, ...page } = pageOf(found.slice(offset), offset, NOT_RUN_PAGE);
  return { ...page, rows: rows.map((it) => notRunRow(it, view)) };
}

/** @param found from the offset on, one more than the limit if there are more */
function pageOf<Row>(found: readonly Row[], offset: number, limit: number): Page<Row> {
  return { offset, rows: found.slice(0, limit), hasMore: found.length > limit };
}
