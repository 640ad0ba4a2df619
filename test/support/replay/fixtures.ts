import { defaultConfig } from "../../../src/gateway/config/read-config.ts";
import { loadMiddleware } from "../../../src/gateway/middleware/load-middleware.ts";
import type { Fixture } from "../../../src/replay/fixture/fixture.ts";
import { parseFixture } from "../../../src/replay/fixture/read-fixture.ts";
import { play } from "../../../src/replay/playback.ts";
import { analyse } from "../../../src/replay/report/analyse.ts";
import type { FixtureReport, Run } from "../../../src/replay/report/report.ts";
import { RunLog } from "../../../src/replay/simulation/run-log.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { override, overrideMessage } from "../stand-in/override.ts";

/** 2026-05-23 11:36:41 in UTC+8. */
export const START = 1_779_507_401_000;

const say = new EventMaker();

/** What a test wants to be special about an event; everything else is invented. */
export interface Wish {
  id?: string;
  eventId?: string;
  user?: string;
  chat?: string;
  thread?: string;
  group?: boolean;
  /** `user` or `app`. */
  sender?: string;
  /** When it was written, in ms since the start. */
  writtenAt?: number;
  /** Keys of the line itself: `lanes`, `turnMs`, `fails`, … */
  line?: object;
}

/** A line of a fixture with a text message. Ids follow from place and text, so that equal ones are a redelivery. */
export function message(at: number, text: string, wish: Wish = {}) {
  const { user = "ou_a", chat = `oc_${user}`, thread, group = false, sender = "user" } = wish;
  const { writtenAt = at, line } = wish;
  const { id = `om_${at}_${text.length}`, eventId = `ev_${id}` } = wish;
  const made = say.text({ user, at: START + writtenAt, chatType: group ? "group" : "p2p" }, text);
  const body = overrideMessage(made, { message_id: id, chat_id: chat, ...(thread && { thread_id: thread }) });
  const people = { sender: { sender_id: { open_id: user }, sender_type: sender } };
  return { at, event: override(body, people, { event_id: eventId }), ...line };
}

/** A line with a reaction of a user to a message of their DM, which the channel has looked up. */
export function reaction(
  at: number,
  { user = "ou_a", eventId = `ev_reaction_${at}`, writtenAt = at, line }: Wish = {},
) {
  const made = say.reaction({ user, at: START + writtenAt }, "om_reacted_to", "THUMBSUP");
  const body = { user_id: { open_id: user }, chat_id: `oc_${user}`, chat_type: "p2p" };
  return { at, event: override(made, body, { event_id: eventId }), ...line };
}

/** The text of a fixture file. */
export function fixtureText(header: object, ...lines: object[]): string {
  const first = { fixture: 1, name: "test", dmScope: "per-channel-peer", ...header };
  return [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function fixture(header: object, ...lines: object[]): Fixture {
  return parseFixture(fixtureText(header, ...lines), "test.jsonl");
}

export async function without(it: Fixture): Promise<Run> {
  return analyse(it, await play(it));
}

/** Plays it with our middleware and the given options. */
export async function guarded(it: Fixture, options?: object): Promise<Run> {
  return analyse(it, await play(it, await chainOf({ name: "feishu-dispatch-dedup", options })));
}

export function chainOf(...middleware: Array<{ name: string; options?: unknown }>) {
  return loadMiddleware({ ...defaultConfig, channels: { feishu: { middleware } } });
}

/** The texts of the turns, as started, with how they ended where that was not well. */
export function story({ turns }: Run): string[] {
  return turns.map(({ text, status }) => (status === "ok" ? text : `${text}: ${status}`));
}

/** A report in which everything is 0 but what is given. */
export function reportOf(name: string, without: Partial<Run>, guarded: Partial<Run>): FixtureReport {
  const nothing = analyse({ name, events: 0, steps: [], startsAt: 0 }, new RunLog(() => 0));
  return { name, events: 0, without: { ...nothing, ...without }, with: { ...nothing, ...guarded } };
}
