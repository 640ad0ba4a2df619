import { commandReader } from "../../../src/dispatch/command-policy.ts";
import type { DmScope } from "../../../src/feishu/index.ts";
import { type Delivery, deliveriesIn, type Fixture } from "../../../src/replay/fixture/fixture.ts";
import { messageIdOf } from "../../../src/replay/fixture/said.ts";
import type { ObservedTurn } from "./observed.ts";
import type { Database } from "./part.ts";
import type { PlayClock } from "./play-clock.ts";

/** How long a command takes that is for no model, in ms. */
const COMMAND_MS = 10;

const commandIn = commandReader();

/** The handler that every peer is given. It takes as long as the fixture says, fails as it says, and notes each turn. */
export class Stage {
  /** As started. */
  readonly turns: ObservedTurn[] = [];
  readonly clock: PlayClock;
  /** What survives a restart. */
  readonly folder: string;
  readonly database: Database | undefined;
  /** Who shares a session, as the fixture has it. */
  readonly dmScope: DmScope;
  /** The bot accounts that receive something. */
  readonly accounts: readonly string[];
  readonly #startsAt: number;
  readonly #deliveries = new Map<string, Delivery>();
  readonly #attempts = new Map<object, number>();
  readonly #running = new Map<AbortController, string>();

  constructor(fixture: Fixture, around: Pick<Stage, "clock" | "folder" | "database" | "dmScope">) {
    this.clock = around.clock;
    this.folder = around.folder;
    this.database = around.database;
    this.dmScope = around.dmScope;
    this.#startsAt = fixture.startsAt;
    const deliveries = deliveriesIn(fixture);
    this.accounts = [...new Set(deliveries.map(({ account }) => account))];
    for (const it of deliveries) this.#deliveries.set(keyOf(it.account, messageIdOf(it)), it);
  }

  /**
   * Runs one turn, for the messages that a peer gives to it. A `/stop` ends what runs in its session.
   *
   * @param signal ends it, where the peer has one to give
   * @throws Error when the fixture says that the turn fails
   */
  readonly runTurn = async (
    account: string,
    messageIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<void> => {
    const delivery = this.#deliveries.get(keyOf(account, messageIds.at(-1) ?? ""));
    if (!delivery) throw new Error(`no message of ${account} has the id ${messageIds.at(-1)}`);
    const { dispatch, turnMs, work } = delivery;
    const command = commandIn(dispatch.text);
    const startedAt = this.#now();
    const turn: ObservedTurn = { account, messageIds, startedAt, endedAt: startedAt, end: "killed" };
    this.turns.push(turn);
    if (command?.meaning === "stop") this.#stop(dispatch.sessionKey);
    const attempt = (this.#attempts.get(work) ?? 0) + 1;
    this.#attempts.set(work, attempt);
    const isWhole = await this.#sleep(command ? COMMAND_MS : turnMs, dispatch.sessionKey, signal);
    const fails = isWhole && attempt <= work.fails;
    Object.assign(turn, { endedAt: this.#now(), end: fails ? "failed" : isWhole ? "ok" : "stopped" });
    if (fails) throw new Error("the fixture says that this turn fails");
  };

  /** Which account the app of an event is. */
  readonly accountOf = (appId: string): string => {
    const its = [...this.#deliveries.values()].find(({ event }) => event.header.app_id === appId);
    return its?.account ?? "default";
  };

  /** Whether a turn of the session runs. */
  readonly isRunning = (sessionKey: string): boolean => [...this.#running.values()].includes(sessionKey);

  /** What has not ended has run up to now. */
  cutOff(): void {
    for (const turn of this.turns) if (turn.end === "killed") turn.endedAt = this.#now();
  }

  async #sleep(ms: number, sessionKey: string, signal?: AbortSignal): Promise<boolean> {
    const controller = new AbortController();
    this.#running.set(controller, sessionKey);
    const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const isWhole = await this.clock.sleep(ms, either);
    this.#running.delete(controller);
    return isWhole;
  }

  #stop(session: string): void {
    for (const [controller, sessionKey] of this.#running) if (sessionKey === session) controller.abort();
  }

  #now(): number {
    return this.clock.now() - this.#startsAt;
  }
}

function keyOf(account: string, messageId: string): string {
  return `${account} ${messageId}`;
}
