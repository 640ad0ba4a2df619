import { orAborted } from "../../../src/delays.ts";
import type { FeishuEvent } from "../../../src/feishu/index.ts";
import { AgentError } from "../../../src/gateway/agents/agent.ts";
import type { Agent } from "../../../src/gateway/index.ts";
import { logFacts } from "../../../src/gateway/journal/log-facts.ts";
import { createLog } from "../../../src/gateway/log.ts";
import { createDedupMiddleware } from "../../../src/gateway/middleware/dedup-middleware.ts";
import { mustHold } from "../../../src/gateway/turns/holds.ts";
import { Reception } from "../../../src/gateway/turns/line/reception.ts";
import type { ReceptionOptions } from "../../../src/gateway/turns/line/reception-options.ts";
import { Turns } from "../../../src/gateway/turns/turns.ts";
import { UserWords } from "../../../src/gateway/turns/user-words.ts";
import type { Inbox } from "../../../src/inbox/inbox.ts";
import { Journal, type Listener } from "../../../src/journal/journal.ts";

/** A turn that an agent has been asked for. */
export interface Asked {
  /** Of which gateway. */
  readonly at: string;
  readonly text: string | undefined;
  readonly attempt: number;
  readonly epoch: number | undefined;
  readonly signal: AbortSignal;
  /** Says this, and ends; fails for now with "fail now", and for good with "fail"; passes on what it heard with nothing. */
  readonly say: (text: string) => void;
}

/** What several gateways were asked and said, in order. */
export interface Seen {
  readonly asked: Asked[];
  /** With the name of the gateway that said it. */
  readonly said: string[];
  readonly log: Array<Record<string, unknown>>;
}

/** A gateway, from what arrives to the reply, whose agent says what the test tells it to. */
export interface Peer {
  readonly turns: Turns;
  readonly reception: Reception;
  /** Takes an event; resolves when it is accepted. */
  take(event: FeishuEvent): Promise<void>;
}

export interface PeerOptions extends Pick<ReceptionOptions, "roomFor" | "isOpen" | "feishuNow" | "now"> {
  readonly reorderWindowMs?: number;
  readonly maxAgeMs?: number;
  /** Resolves when replies are sent. @default at once */
  readonly sent?: Promise<void>;
  /** Hears the facts of its journal. */
  readonly onFact?: Listener;
  /** Whether the agent goes on when it is told to stop. */
  readonly ignoresAbort?: boolean;
}

/** Nothing here is about how long things take. */
function timeThatFlies() {
  let time = Date.now();
  const setTimeout = (callback: () => void, ms: number) =>
    setImmediate(() => {
      time += ms;
      callback();
    });
  return { now: () => time, timers: { setTimeout, clearTimeout: clearImmediate } };
}

const commands = { "/cut": "interrupt" } as const;

/** @param at its name; `/cut` interrupts */
export function peerOn(inbox: Inbox, at: string, seen: Seen, options: PeerOptions = {}): Peer {
  const { reorderWindowMs = 0, maxAgeMs = 0, ignoresAbort = false, sent, onFact, ...reading } = options;
  const run: Agent["run"] = async function* ({ text, attempt, epoch }, signal, nextMessage) {
    const { promise, resolve: say, reject } = Promise.withResolvers<string>();
    promise.catch(() => {});
    seen.asked.push({ at, text, attempt, epoch, signal, say });
    if (!ignoresAbort) signal.addEventListener("abort", () => reject(signal.reason));
    const heard = text === "ask" && (await nextMessage(signal)).text;
    const answer = (await promise) || `got ${heard}`;
    if (answer.startsWith("fail"))
      throw new AgentError("ERR_AGENT_STATUS", answer, { isPassing: answer === "fail now" });
    if (!ignoresAbort) signal.throwIfAborted();
    yield answer;
  };
  const host = timeThatFlies();
  const middleware = createDedupMiddleware({ reorderWindowMs, maxAgeMs, commands }, host);
  const { log } = createLog("debug", { write: (line) => void seen.log.push({ at, ...JSON.parse(line) }) });
  const journal = new Journal();
  journal.subscribe(logFacts(log));
  if (onFact) journal.subscribe(onFact);
  const turns = new Turns({
    chain: Object.assign(middleware, { close: async () => {} }),
    agent: { run },
    inbox,
    send: async (job, _target, reply, { signal = new AbortController().signal }) => {
      mustHold(inbox, job);
      await orAborted(Promise.resolve(sent), signal);
      if ("text" in reply) seen.said.push(`${at}: ${reply.text}`);
    },
    words: new UserWords({ errorMessage: "failed" }),
    retry: { maxAttempts: 3, firstDelayMs: 1 },
    now: Date.now,
  });
  const reception = new Reception({
    ...{
      inbox,
      turns,
      commands,
      session: { dmScope: "main" },
      roomFor: () => (reorderWindowMs > 0 ? 8 : 1),
      journal,
      log,
    },
    ...reading,
  });
  const take = (event: FeishuEvent) =>
    reception.accept({ event, account: "default", transport: "websocket", receivedAt: 0 });
  return { turns, reception, take };
}
