/** A process of a bot: plays fixtures, one after the other, or what comes before a restart in one, until it is killed. */
import { setImmediate } from "node:timers/promises";
import { deliveriesIn, type Fixture, isRecall, isRestart } from "../../../src/replay/fixture/fixture.ts";
import { parseFixture } from "../../../src/replay/fixture/read-fixture.ts";
import type { Bot } from "../adapters/adapter.ts";
import { loadPeer } from "../adapters/index.ts";
import type { Part, Played } from "./part.ts";
import { PlayClock } from "./play-clock.ts";
import { Stage } from "./stage.ts";

/** How long is waited after the last event, beyond all turns one after the other, in ms. */
const PATIENCE_MS = 600_000;
/** What waits for nothing but promises and turns of the event loop has gone on after so many of these. */
const LOOPS = 4;

process.on("message", (part: Part) => {
  const failed = (error: unknown) => process.send?.({ error: String(Object(error).stack ?? error) });
  play(part).then((played) => process.send?.(played), failed);
});
process.once("disconnect", () => process.exit());
// Some peers leave what a handler throws to nobody. A bot in use would catch it in its handler.
process.on("unhandledRejection", () => {});

async function play({ url, text, from, at, folder, database }: Part): Promise<Played> {
  const { adapter } = await loadPeer(url);
  const fixture = parseFixture(text, "the fixture");
  const { dmScope = "main" } = JSON.parse(text.slice(0, text.indexOf("\n")));
  const clock = new PlayClock(fixture.startsAt + at);
  const stage = new Stage(fixture, { clock, folder, database, dmScope });
  const bot = await adapter.start(stage);
  if (!adapter.takesClock) clock.takeOver();
  try {
    return await through(fixture, { stage, bot, from });
  } finally {
    clock.giveBack();
  }
}

interface Playing {
  readonly stage: Stage;
  readonly bot: Bot;
  /** The first step. */
  readonly from: number;
}

async function through(fixture: Fixture, { stage, bot, from }: Playing): Promise<Played> {
  const { startsAt, steps } = fixture;
  const { clock } = stage;
  const settle = () => settled(bot);
  await settle();
  for (const [index, step] of steps.entries()) {
    if (index < from || isRecall(step)) continue;
    await clock.passUntil(startsAt + step.at, settle);
    if (isRestart(step)) return ended(stage, { from: index + 1, at: step.at });
    void bot.receive(step);
    await settle();
  }
  const allTurns = deliveriesIn(fixture).reduce((sum, { turnMs }) => sum + turnMs, 0);
  await clock.passUntil(clock.now() + allTurns + PATIENCE_MS, settle);
  return ended(stage, undefined);
}

function ended(stage: Stage, next: Pick<Part, "from" | "at"> | undefined): Played {
  stage.cutOff();
  return { turns: stage.turns, next };
}

async function settled(bot: Bot): Promise<void> {
  for (let loop = 0; loop < LOOPS; loop += 1) await setImmediate();
  await bot.settled?.();
}
