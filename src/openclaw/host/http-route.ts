import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * What a plugin serves on the host's own port, as 2026.5.20 (`plugins-http*.js`) and 2026.9.6 (`plugins-http*.mjs`) both
 * have it. The host gives the request as it came, with its body unread, and has set no headers but harmless ones.
 */
export interface HttpRoute {
  /** Begins with a slash. */
  readonly path: string;
  /** `prefix`: also whatever is below it. */
  readonly match: "exact" | "prefix";
  /** Who sees to it that only those ask who may: `gateway` wants the host's own token in a header. */
  readonly auth: "gateway" | "plugin";
  /** @returns whether it has answered */
  handler(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}
