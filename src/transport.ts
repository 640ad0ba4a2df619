/** How an event comes in. */
export type Transport = "websocket" | "webhook";

const known: Readonly<Record<Transport, true>> = { websocket: true, webhook: true };

/** All of them, for schemas. */
export const transports = Object.keys(known) as Transport[];
