import type { Timers } from "../../delays.ts";
import type { DispatchDedup } from "../../dispatch/api.ts";
import { type CommandKind, type CommandPolicy, commandPolicy } from "../../dispatch/command-policy.ts";
import { wordsFor } from "../../dispatch/command-words.ts";
import { createDispatchDedup } from "../../dispatch/dedup.ts";
import { Wording } from "../../wording/wording.ts";
import { pluginWords } from "../../wording/words.ts";
import { COMMAND, type PluginConfig } from "../config.ts";
import { Arrivals } from "../host/arrivals.ts";
import { Bypassed } from "../host/bypassed.ts";
import { Completions } from "../host/completions.ts";
import type { DispatchReply, HostLogger } from "../host/host.ts";
import { Lanes } from "../host/lanes.ts";
import { Takeovers } from "../host/takeovers.ts";
import type { Remembered } from "../settled/settled-file.ts";
import { Counters } from "./counters.ts";
import { Holds } from "./holds.ts";
import { SessionsSeen } from "./sessions-seen.ts";
import { Teller } from "./teller.ts";

/** What comes from outside. */
export interface Surroundings {
  readonly config: PluginConfig;
  /** Asked each time: a second instance of the plugin may have brought another one. */
  readonly logger: () => HostLogger;
  readonly memory: Remembered;
  /** Aborts the host's run of this session. */
  readonly abortRun: (sessionKey: string) => Promise<void>;
  /** Whether the host runs something in this session. */
  readonly isRunning: (sessionKey: string) => Promise<boolean>;
  /** Whether the host gives a free session to whatever comes, before it asks the plugin. 2026.5 does not. */
  readonly givesSessions: boolean;
  /** Runs a message through the host's reply pipeline; not every version offers it. */
  readonly dispatchReply: DispatchReply | undefined;
  /** Calls a function outside of whatever the host is doing at the time: nothing of that is inherited. */
  readonly outside: <T>(run: () => T) => T;
  readonly now: () => number;
  readonly timers: Timers;
}

/** Everything that the steps of a held message share. */
export interface PluginParts extends Surroundings {
  readonly dedup: DispatchDedup;
  readonly kindOf: (text: string) => CommandKind;
  readonly holds: Holds;
  readonly arrivals: Arrivals;
  readonly bypassed: Bypassed;
  readonly completions: Completions;
  readonly lanes: Lanes;
  readonly counters: Counters;
  readonly wording: Wording<typeof pluginWords>;
  readonly seen: SessionsSeen;
  readonly takeovers: Takeovers;
  /** Tells what becomes of messages. */
  readonly teller: Teller;
  /** The message ids under which the plugin dispatches messages itself. */
  readonly again: Set<string>;
  /** Aborted when the gateway is told to stop. */
  readonly stopping: AbortSignal;
  readonly stop: () => void;
}

export function createPluginParts(surroundings: Surroundings): PluginParts {
  const { config, now, timers } = surroundings;
  const { settledTtlMs, maxSettled, maxQueued, maxAgeMs, reorderWindowMs } = config;
  const commands = pluginCommands(config);
  const stopping = new AbortController();
  const limits = { settledTtlMs, maxSettled, maxQueued, maxAgeMs, reorderWindowMs };
  return {
    ...surroundings,
    dedup: createDispatchDedup({ ...limits, commands, now, timers }),
    kindOf: commandPolicy(commands),
    holds: new Holds(),
    arrivals: new Arrivals(timers, now),
    bypassed: new Bypassed(config.channels, (sessionKey) =>
      surroundings
        .logger()
        .warn(
          `the host ran a message of session ${sessionKey} without asking this plugin, as it does where a session's settings restrict the runtime: such sessions are NOT serialised. This is said once.`,
        ),
    ),
    completions: new Completions(),
    lanes: new Lanes(timers, now),
    counters: new Counters(),
    wording: new Wording(pluginWords, config),
    seen: new SessionsSeen(),
    takeovers: new Takeovers(),
    teller: new Teller({ commands, now, warn: (message) => surroundings.logger().warn(message) }),
    again: new Set(),
    stopping: stopping.signal,
    stop: () => stopping.abort(),
  };
}

/** The words that the plugin adds or changes, under those of its config. */
function pluginCommands({ onNew, commands }: PluginConfig): CommandPolicy {
  const kind = onNew === "interrupt" ? "interrupt" : "barrier";
  const newSession = Object.fromEntries(wordsFor("new-session").map((word) => [word, kind] as const));
  return { ...newSession, [COMMAND]: "bypass", ...commands };
}
