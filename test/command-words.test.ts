import { describe, expect, test } from "vitest";
import { type CommandPolicy, commandPolicy } from "../src/dispatch/command-policy.ts";
import { commandWords } from "../src/dispatch/command-words.ts";
import { stopWords } from "../src/dispatch/stop-words.ts";
import { parseEvent } from "../src/feishu/index.ts";
import type { Agent } from "../src/gateway/agents/agent.ts";
import { createLog } from "../src/gateway/log.ts";
import { createDedupMiddleware } from "../src/gateway/middleware/dedup-middleware.ts";
import type { Send } from "../src/gateway/turns/answer/send.ts";
import { Reception } from "../src/gateway/turns/line/reception.ts";
import { Turns } from "../src/gateway/turns/turns.ts";
import { UserWords } from "../src/gateway/turns/user-words.ts";
import { createMemoryInbox } from "../src/inbox/memory.ts";
import { Journal } from "../src/journal/journal.ts";
import { play } from "../src/replay/playback.ts";
import { EventMaker } from "../src/stand-in/index.ts";
import { calm } from "./support/calm.ts";
import { chainOf, fixture, message } from "./support/replay/fixtures.ts";

/** Said while a turn runs: what the word is for order, who takes it, and whether the turn is cut short. */
interface Case {
  readonly word: string;
  readonly commands?: CommandPolicy;
  readonly kind: ReturnType<ReturnType<typeof commandPolicy>>;
  readonly gateway: "stop" | "status" | "agent";
  readonly replay: "stop" | "control" | "reset" | "run";
  readonly aborts?: true;
}

const stops = { kind: "bypass", gateway: "stop", replay: "stop", aborts: true } as const;
const passes = { kind: "bypass", gateway: "agent", replay: "control" } as const;
const resets = { kind: "barrier", gateway: "agent", replay: "reset" } as const;
const run = { gateway: "agent", replay: "run" } as const;

const defaults: Case[] = [
  ...["/stop", "/abort", ...stopWords].map((word) => ({ word, ...stops })),
  { word: "/status", kind: "bypass", gateway: "status", replay: "control" },
  ...["/approve", "/deny", "/btw", "/steer"].map((word) => ({ word, ...passes })),
  ...["/new", "/reset"].map((word) => ({ word, ...resets })),
];

/** As real keyboards write them. */
const odd: Case[] = [
  ...["／stop", "\u200b/stop", "/s\u200btop", "ｓｔｏｐ", "\ufeff停止"].map((word) => ({ word, ...stops })),
  ...["／approve", "\u200b/deny"].map((word) => ({ word, ...passes })),
  ...["／new", "\u200b/reset", "　／ｎｅｗ"].map((word) => ({ word, ...resets })),
];

const added: Case[] = [
  { word: "/foo", commands: { "/foo": "bypass" }, kind: "bypass", ...run },
  { word: "wait", commands: { Wait: "bypass" }, kind: "bypass", ...run },
  { word: "/foo", commands: { "/foo": "barrier" }, kind: "barrier", ...run },
  { word: "/foo", commands: { "/foo": "interrupt" }, kind: "interrupt", ...run, aborts: true },
  { word: "/foo", commands: { "/foo": "ordinary" }, kind: "ordinary", ...run },
  { word: "/foo", kind: "ordinary", ...run },
];

const changed: Case[] = [
  { word: "/stop", commands: { "/stop": "ordinary" }, kind: "ordinary", gateway: "stop", replay: "stop" },
  { word: "停止", commands: { 停止: "barrier" }, kind: "barrier", gateway: "stop", replay: "stop" },
  {
    word: "/status",
    commands: { "/STATUS": "ordinary" },
    kind: "ordinary",
    gateway: "status",
    replay: "control",
  },
  { word: "/approve", commands: { "/approve": "ordinary" }, ...passes, kind: "ordinary" },
  { word: "／foo", commands: { "/foo": "bypass" }, kind: "bypass", ...run },
  { word: "/foo", commands: { "／ｆｏｏ": "bypass" }, kind: "bypass", ...run },
  { word: "/new", commands: { "/new": "interrupt" }, ...resets, kind: "interrupt", aborts: true },
  { word: "/reset", commands: { "/reset": "ordinary" }, ...resets, kind: "ordinary" },
];

test("every word of the table has its case", () => {
  expect(defaults.map(({ word }) => word).toSorted()).toEqual(Object.keys(commandWords).toSorted());
});

describe.each([...defaults, ...odd, ...added, ...changed])(
  "$word with $commands",
  ({ word, commands = {}, ...it }) => {
    const waits = it.kind === "ordinary" || it.kind === "barrier";

    test(`the engine takes it for ${it.kind}`, () => {
      expect(commandPolicy(commands)(word)).toBe(it.kind);
    });

    test(`the gateway: ${it.gateway}${it.aborts ? ", and the turn is aborted" : ""}`, async () => {
      const { asked, replies, aborted } = await saidInMidTurn(word, commands);
      expect(asked).toEqual(it.gateway === "agent" ? ["long", word] : ["long"]);
      expect(aborted).toBe(it.aborts === true);
      const answer = {
        stop: /^(Stopped\.|Nothing is running\.|已停止。|没有正在运行的任务。)$/,
        status: /^(Running|Nothing)/,
        agent: /^re: /,
      };
      const its = expect.stringMatching(answer[it.gateway]);
      const long = it.aborts ? [] : ["re: long"];
      expect(replies).toEqual(waits ? [...long, its] : [its, ...long]);
    });

    test(`the replay: ${it.replay}`, async () => {
      const chain = await chainOf({ name: "feishu-dispatch-dedup", options: { commands } });
      const { turns } = await play(fixture({ turnMs: 3000 }, message(0, "long"), message(1000, word)), chain);
      const [long, command] = turns;
      expect(command?.kind).toBe(it.replay === "stop" ? "control" : it.replay);
      // The simulated host has a lane of its own for the model's runs.
      const isQueued = waits || (it.replay === "run" && it.kind === "bypass");
      expect(command?.startedAt).toBe(isQueued ? 3000 : 1000);
      expect(long?.status).toBe(it.aborts ? "cut-off" : "ok");
    });
  },
);

const say = new EventMaker();

/** Says the word to a gateway while a turn runs, which is over once the word has had its turn, or waits for it. */
async function saidInMidTurn(word: string, commands: CommandPolicy) {
  const asked: Array<string | undefined> = [];
  const { promise: end, resolve: finish } = Promise.withResolvers<void>();
  let aborted = false;
  const { reception, replies } = gatewayWith(commands, async function* ({ text }, signal) {
    asked.push(text);
    signal.addEventListener("abort", () => finish());
    if (text === "long") await end;
    aborted ||= signal.aborted;
    signal.throwIfAborted();
    yield `re: ${text}`;
  });
  for (const text of ["long", word]) {
    const event = parseEvent(say.text({ user: "alice" }, text));
    await reception.accept({ event, account: "default", transport: "websocket", receivedAt: 0 });
    await calm();
  }
  finish();
  await calm();
  return { asked, replies, aborted };
}

/** The gateway's parts from the inbox to the reply, with this agent. */
function gatewayWith(commands: CommandPolicy, run: Agent["run"]) {
  const replies: string[] = [];
  const inbox = createMemoryInbox();
  const middleware = createDedupMiddleware({ commands }, { now: Date.now, timers: globalThis });
  const chain = Object.assign(middleware, { close: async () => {} });
  const send: Send = async (_job, _target, reply) => void replies.push("text" in reply ? reply.text : "");
  const now = () => 0;
  const words = new UserWords();
  const turns = new Turns({ chain, agent: { run }, inbox, send, words, retry: { maxAttempts: 1 }, now });
  const { log } = createLog("silent");
  const journal = new Journal();
  const reception = new Reception({ inbox, turns, session: { dmScope: "main" }, commands, journal, log });
  return { reception, replies };
}
