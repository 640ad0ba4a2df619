import type { HostApi } from "../host/host.ts";
import { BOARD_PATH, type Entrance } from "./entrance.ts";

/** Where the host listens by default. */
const DEFAULT_PORT = 18_789;

/** What the board is served by. */
export interface Serving {
  readonly api: HostApi;
  readonly stateFolder: string;
  /** The one that all instances share; undefined where the config wants none. */
  readonly entrance: () => Entrance | undefined;
}

/**
 * Has the host serve the board, behind the board's own door: a browser has none of the tokens that the host asks for.
 *
 * @returns what is to be told when the gateway serves
 */
export function serveBoard({ api, stateFolder, entrance }: Serving): (port?: number) => void {
  const { port: configured = DEFAULT_PORT, tls } = api.config?.gateway ?? {};
  // Behind TLS a page has another origin than its door expects.
  if (!entrance() || !api.registerHttpRoute || tls?.enabled) return () => {};
  api.registerHttpRoute({
    path: BOARD_PATH,
    match: "prefix",
    auth: "plugin",
    async handler(request, response) {
      const found = entrance();
      await found?.answer(request, response);
      return found !== undefined;
    },
  });
  return (port = configured) => void entrance()?.open(stateFolder, port);
}
