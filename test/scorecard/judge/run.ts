import { commandReader } from "../../../src/dispatch/command-policy.ts";
import { deliveriesIn, type Fixture, type Task } from "../../../src/replay/fixture/fixture.ts";
import { messageIdOf } from "../../../src/replay/fixture/said.ts";
import type { ObservedTurn } from "../play/observed.ts";

/** A message of a fixture, as it was first delivered. */
export interface Message {
  readonly id: string;
  readonly session: string;
  /** Its place among the deliveries. */
  readonly order: number;
  /** When it arrived. */
  readonly at: number;
  readonly work: Task;
  readonly isCommand: boolean;
  /** Whether it is to pass what runs and what waits. */
  readonly isControl: boolean;
}

/** A turn, and what it was for. */
export interface TurnOf extends ObservedTurn {
  readonly messages: readonly Message[];
  /** By which it is known: what it was started for. */
  readonly last: Message;
}

/** What was asked, and what ran. */
export interface Run {
  /** Each work by its first message. */
  readonly works: ReadonlyMap<Task, Message>;
  /** As started. */
  readonly turns: readonly TurnOf[];
}

const commandIn = commandReader();

/** Puts the messages of a fixture to the turns that were seen. */
export function runOf(fixture: Fixture, observed: readonly ObservedTurn[]): Run {
  const byName = new Map<string, Message>();
  const works = new Map<Task, Message>();
  for (const delivery of deliveriesIn(fixture)) {
    const { account, at, order, work, dispatch } = delivery;
    const [id, command] = [messageIdOf(delivery), commandIn(dispatch.text)];
    const kinds = { isCommand: command !== undefined, isControl: command?.kind === "bypass" };
    const message = { id, at, order, work, session: dispatch.sessionKey, ...kinds };
    const name = `${account} ${id}`;
    if (!byName.has(name)) byName.set(name, message);
    if (!works.has(work)) works.set(work, message);
  }
  const turns = observed.flatMap((turn) => {
    const messages = turn.messageIds.flatMap((id) => byName.get(`${turn.account} ${id}`) ?? []);
    const last = messages.at(-1);
    return last ? [{ ...turn, messages, last }] : [];
  });
  return { works, turns: turns.toSorted((a, b) => a.startedAt - b.startedAt) };
}
