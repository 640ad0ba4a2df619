import type { Adapter } from "./adapter.ts";

/** An adapter, and the file that it is in: a process that plays it loads nothing else. */
export interface Peer {
  readonly adapter: Adapter;
  readonly url: string;
}

/** All columns of the scorecard. */
const files = [
  ...[
    "event-dispatcher",
    "lark-channel",
    "openclaw-lark",
    "openclaw-feishu",
    "chat-queue",
    "chat-burst",
    "grammy",
  ],
  ...["ours/engine-alone", "ours/with-sqlite", "ours/with-postgres"],
];

export function findPeers(): Promise<Peer[]> {
  return Promise.all(files.map((file) => loadPeer(new URL(`./${file}.ts`, import.meta.url).href)));
}

/** @param url of a file whose default export is an {@link Adapter} */
export async function loadPeer(url: string): Promise<Peer> {
  return { adapter: (await import(url)).default, url };
}
