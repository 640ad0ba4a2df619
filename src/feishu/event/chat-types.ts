/** A DM, or a group. */
export type ChatType = "p2p" | "group";

const knownTypes: Readonly<Record<ChatType, true>> = { p2p: true, group: true };

/** Both, for schemas. */
export const chatTypes = Object.keys(knownTypes) as ChatType[];
