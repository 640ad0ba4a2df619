import { z } from "zod";
import type { Route } from "../../board/door/router.ts";
import { Tickets } from "../../board/door/tickets.ts";
import { liveOf, readQuery } from "../../board/live.ts";
import { MOST, readOrder, readRows } from "../../board/order.ts";
import { sendPage } from "../../board/page/page.ts";
import { rowsIn } from "../../board/rows.ts";
import type { Streams } from "../../board/streams.ts";
import { wayOf } from "../../board/way.ts";
import { UsageError } from "../../errors.ts";
import type { JournalView } from "../../journal/view/view.ts";
import { fixtureSettings } from "../record/fixture-settings.ts";
import { Actions } from "./actions.ts";
import { deadGroups } from "./dead.ts";
import { Neighbours } from "./neighbours.ts";
import type { BoardOptions } from "./options.ts";
import { fixtureOf, recordTo } from "./recordings.ts";

export interface RoutesOptions extends BoardOptions {
  readonly view: JournalView;
  readonly streams: Streams;
  readonly token: () => string | undefined;
}

/** Everything that a board answers. */
export function routesOf(options: RoutesOptions): Route[] {
  return [...doors(options), ...views(options), ...changes(options)];
}

const see = { method: "GET", isPrivate: true } as const;
const tell = { method: "POST", isPrivate: true } as const;

/** How a browser gets in. The page itself holds nothing that is private. */
function doors({ token }: RoutesOptions): Route[] {
  const tickets = new Tickets();
  return [
    { path: "/", method: "GET", isPrivate: false, answer: ({ response }) => sendPage(response) },
    { path: "/board/ticket", ...tell, answer: () => ({ ticket: tickets.issue() }) },
    {
      path: "/board/enter",
      method: "POST",
      isPrivate: false,
      answer({ body }) {
        const ticket = z.object({ ticket: z.string().max(100) }).safeParse(body).data?.ticket;
        if (ticket !== undefined && tickets.use(ticket)) return { token: token() };
        throw new UsageError("ERR_TICKET_USED", "the ticket was used already, or is too old");
      },
    },
  ];
}

function views(options: RoutesOptions): Route[] {
  const { view, streams, journal, inbox, config, tap } = options;
  const startedAt = journal.now();
  const neighbours = new Neighbours(inbox);
  const actions = config.board ? config.board.actions : false;
  const live = (query: URLSearchParams) => {
    const wanted = readQuery(query);
    return () => liveOf(view, wanted, journal.now(), { startedAt, actions, ...neighbours.known });
  };
  return [
    {
      path: "/board/live",
      ...see,
      answer: async ({ query }) => {
        await neighbours.look();
        return live(query)();
      },
    },
    {
      path: "/board/stream",
      ...see,
      answer: ({ query, response }) => void streams.add(response, live(query), () => neighbours.follow()),
    },
    {
      path: "/board/way",
      ...see,
      answer: ({ query }) => wayOf(view, rowIn(query), journal.now()),
    },
    {
      path: "/board/rows",
      ...see,
      answer: ({ query }) => ({ rows: rowsIn(view, query.get("session") ?? "", MOST) }),
    },
    { path: "/board/dead", ...see, answer: () => deadGroups(inbox) },
    {
      path: "/board/record",
      ...see,
      answer({ response }) {
        streams.keep(response);
        recordTo(response, tap, fixtureSettings(config));
        return undefined;
      },
    },
  ];
}

function changes(options: RoutesOptions): Route[] {
  const { turns, config, inbox, readingOf } = options;
  const actions = new Actions({ ...options, openJobs: turns.openJobs });
  const settings = fixtureSettings(config);
  const mayAct = config.board ? config.board.actions : false;
  return [
    { path: "/board/preview", ...tell, answer: ({ body }) => actions.plan(readOrder(body)) },
    {
      path: "/board/act",
      ...tell,
      answer({ body }) {
        if (mayAct) return actions.carryOut(readOrder(body));
        throw new UsageError("ERR_READ_ONLY", "the config lets nobody act here: set board.actions to true");
      },
    },
    {
      path: "/board/fixture",
      ...tell,
      answer: ({ body }) => fixtureOf(readRows(body), inbox, { settings, readingOf }),
    },
  ];
}

function rowIn(query: URLSearchParams): number {
  const result = z.coerce.number().int().min(1).safeParse(query.get("row"));
  if (result.success) return result.data;
  throw new UsageError("ERR_BAD_REQUEST", "expected row, a whole number");
}
