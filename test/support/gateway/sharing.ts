import { type FeishuEvent, parseEvent } from "../../../src/feishu/index.ts";
import type { Listener } from "../../../src/journal/journal.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { calm } from "../calm.ts";
import { SharedTable } from "../inbox/shared-table.ts";
import { type Peer, type PeerOptions, peerOn, type Seen } from "./peer.ts";

const say = new EventMaker();

/** What Alice says, and that she takes something back. */
export const alice = {
  says: (text: string, at = Date.now()) => parseEvent(say.text({ user: "alice", at }, text)),
  recalls: (event: FeishuEvent) => {
    const { message } = event.event as { message: { message_id: string } };
    return parseEvent(say.recall({ user: "alice" }, message.message_id));
  },
};

/** Lets everything happen that waits for no timer, in every process. */
export const settle = () => calm(10);

/** The session of all that Alice says. */
export const SESSION = "agent:main:main";

interface TwoGatewaysOptions extends PeerOptions {
  /** Hear the facts of each. */
  readonly onFactAt?: Readonly<Record<"A" | "B", Listener>>;
}

/** Gateways A and B on one store. */
export async function twoGateways({ onFactAt, ...options }: TwoGatewaysOptions = {}) {
  const store = new SharedTable(options.now);
  const seen: Seen = { asked: [], said: [], log: [] };
  const inboxes = { a: store.open(), b: store.open() };
  const a = peerOn(inboxes.a, "A", seen, { ...options, ...(onFactAt && { onFact: onFactAt.A }) });
  const b = peerOn(inboxes.b, "B", seen, { ...options, ...(onFactAt && { onFact: onFactAt.B }) });
  await a.reception.resume();
  await b.reception.resume();
  const tell = async (peer: Peer, text: string) => {
    const event = alice.says(text);
    await peer.take(event);
    await settle();
    return event;
  };
  const rows = async () =>
    (await store.table.list()).map(({ status, outcome = "" }) => `${status} ${outcome}`.trim());
  const asked = () => seen.asked.map(({ at, text }) => `${at}: ${text}`);
  /** The agent answers what it was asked last. */
  const answer = async (at = seen.asked.length - 1) => {
    const { text, say } = seen.asked[at] ?? {};
    say?.(`re: ${text}`);
    await settle();
  };
  return { store, seen, inboxes, a, b, tell, rows, asked, answer };
}
