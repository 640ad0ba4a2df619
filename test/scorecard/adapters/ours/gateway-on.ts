import { setTimeout } from "node:timers/promises";
import { commandReader } from "../../../../src/dispatch/command-policy.ts";
import { parseEvent, textOf } from "../../../../src/feishu/index.ts";
import { AgentError } from "../../../../src/gateway/agents/agent.ts";
import type { Agent } from "../../../../src/gateway/index.ts";
import { createLog } from "../../../../src/gateway/log.ts";
import { createDedupMiddleware, roomOf } from "../../../../src/gateway/middleware/dedup-middleware.ts";
import { Reception } from "../../../../src/gateway/turns/line/reception.ts";
import { Turns } from "../../../../src/gateway/turns/turns.ts";
import { UserWords } from "../../../../src/gateway/turns/user-words.ts";
import type { Inbox } from "../../../../src/inbox/inbox.ts";
import { Journal } from "../../../../src/journal/journal.ts";
import { PACKAGE_NAME } from "../../../../src/package-name.ts";
import type { Delivery } from "../../../../src/replay/fixture/fixture.ts";
import type { Stage } from "../../play/stage.ts";
import type { Bot } from "../adapter.ts";

const commandIn = commandReader();

/** How long is waited, in real ms, for what the inbox has to do. Longer, and whatever waits is lost: the judge will say so. */
const MOST_MS = 60_000;

/** The gateway between its connection to Feishu and its agent, on a clock of its own, with what is in the inbox. */
export async function gatewayOn(inbox: Inbox, stage: Stage): Promise<Bot> {
  const { now } = stage.clock;
  const { log } = createLog("silent");
  const middleware = createDedupMiddleware({}, { now, timers: stage.clock });
  const turns = new Turns({
    chain: Object.assign(middleware, { close: async () => {} }),
    agent: agentOn(stage),
    inbox,
    send: async () => {},
    words: new UserWords(),
    // In real time: it is not waited for longer than it takes.
    retry: { maxAttempts: 5, firstDelayMs: 1, maxDelayMs: 1 },
    now,
  });
  const reception = new Reception({
    ...{ inbox, turns, journal: new Journal(), log, now, feishuNow: now },
    session: { dmScope: stage.dmScope },
    roomFor: roomOf([{ name: PACKAGE_NAME, options: {} }]),
  });
  let arriving = 0;
  const accept = async ({ event, account, transport }: Delivery) => {
    arriving += 1;
    await reception.accept({ event, account, transport, receivedAt: now() }).finally(() => {
      arriving -= 1;
    });
  };
  // On a machine that is very busy, the database may not be heard in time.
  const isUnderWay = async () => arriving > 0 || (await someWait(inbox, stage).catch(() => true));
  await reception.resume();
  return { receive: accept, settled: () => until(isUnderWay) };
}

/** Whether something is pending that no turn is in front of: then it is on its way, from or to the inbox. */
async function someWait(inbox: Inbox, { isRunning }: Stage): Promise<boolean> {
  for await (const { sessionKey, event } of inbox.pending())
    if (!isRunning(sessionKey) || passes(event)) return true;
  return false;
}

function passes(event: unknown): boolean {
  return commandIn(textOf(parseEvent(event)))?.kind === "bypass";
}

async function until(isUnderWay: () => Promise<boolean>): Promise<void> {
  const patience = performance.now() + MOST_MS;
  while ((await isUnderWay()) && performance.now() < patience) await setTimeout(1);
}

/** An agent that has nothing to say: what counts is when it is asked, and what it fails at. */
function agentOn({ accountOf, runTurn }: Stage): Agent {
  return {
    async *run({ message }, signal) {
      const { message_id } = (message.event as { message: { message_id: string } }).message;
      const { app_id } = message.header as { app_id: string };
      await runTurn(accountOf(app_id), [message_id], signal).catch((cause) => {
        throw new AgentError("ERR_AGENT_STATUS", "the turn failed", { cause, isPassing: true });
      });
    },
  };
}
