import type { Route } from "../../board/door/router.ts";
import { readRows } from "../../board/order.ts";
import { see, tell } from "../../board/routes.ts";
import type { Streams } from "../../board/streams.ts";
import { fixtureSettings } from "../record/fixture-settings.ts";
import { deadGroups } from "./dead.ts";
import type { BoardOptions } from "./options.ts";
import { fixtureOf, recordTo } from "./recordings.ts";

/** What the board of a gateway answers besides what every board does: what is in its inbox. */
export function inboxRoutes(
  { inbox, tap, config, readingOf }: Pick<BoardOptions, "inbox" | "tap" | "config" | "readingOf">,
  streams: Streams,
): Route[] {
  const settings = fixtureSettings(config);
  return [
    { path: "/board/dead", ...see, answer: () => deadGroups(inbox) },
    {
      path: "/board/record",
      ...see,
      answer({ response }) {
        streams.keep(response);
        recordTo(response, tap, settings);
        return undefined;
      },
    },
    {
      path: "/board/fixture",
      ...tell,
      answer: ({ body }) => fixtureOf(readRows(body), inbox, { settings, readingOf }),
    },
  ];
}
