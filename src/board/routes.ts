import { z } from "zod";
import { UsageError } from "../errors.ts";
import type { Route } from "./door/router.ts";
import { Tickets } from "./door/tickets.ts";
import { liveOf, readQuery } from "./live.ts";
import { MOST, readOrder } from "./order.ts";
import { sendPage } from "./page/page.ts";
import { rowsIn } from "./rows.ts";
import type { Streams } from "./streams.ts";
import type { Subject } from "./subject.ts";
import { wayOf } from "./way.ts";

interface RoutesOptions {
  readonly streams: Streams;
  /** By which operators are known; undefined while there is none. */
  readonly token: () => string | undefined;
}

/** What every board answers. */
export function routesOf(subject: Subject, { streams, token }: RoutesOptions): Route[] {
  return [...doors(token), ...views(subject, streams), ...changes(subject)];
}

/** The demands of what operators see, and of what they say. */
export const see = { method: "GET", isPrivate: true } as const;
export const tell = { method: "POST", isPrivate: true } as const;

/** How a browser gets in. The page itself holds nothing that is private. */
function doors(token: RoutesOptions["token"]): Route[] {
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

function views(subject: Subject, streams: Streams): Route[] {
  const { view, journal, startedAt, mayAct, offers, neighbours } = subject;
  const live = (query: URLSearchParams) => {
    const wanted = readQuery(query);
    const around = () => ({ startedAt, actions: mayAct, offers, ...neighbours?.known });
    return () => liveOf(view, wanted, journal.now(), around());
  };
  return [
    {
      path: "/board/live",
      ...see,
      answer: async ({ query }) => {
        await neighbours?.look();
        return live(query)();
      },
    },
    {
      path: "/board/stream",
      ...see,
      answer: ({ query, response }) =>
        void streams.add(response, live(query), () => neighbours?.follow() ?? 0),
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
  ];
}

function changes({ actions, mayAct }: Subject): Route[] {
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
  ];
}

function rowIn(query: URLSearchParams): number {
  const result = z.coerce.number().int().min(1).safeParse(query.get("row"));
  if (result.success) return result.data;
  throw new UsageError("ERR_BAD_REQUEST", "expected row, a whole number");
}
