import type { StandIn } from "../../../../src/stand-in/index.ts";
import { type Chance, pause } from "../../support/chance.ts";
import { type Mood, nextHabit } from "./habits.ts";
import type { Person } from "./person.ts";
import { hinder, type SendFault } from "./send-faults.ts";

/** A bot, as somebody writes to it. */
export interface Bot {
  readonly person: Person;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  readonly mood: Mood;
}

/** Somebody's day. */
export interface Day {
  /** The bots that they write to. */
  readonly bots: readonly Bot[];
  readonly chance: Chance;
  readonly feishu: StandIn;
  /** Told of everything that is to go wrong. */
  readonly onFault: (fault: SendFault) => void;
  readonly over: AbortSignal;
}

/** Between two things that one person does, in ms: mostly little, now and then long. */
const LONGEST_GAP_MS = 8000;

/** Lets somebody do one thing after the other, now and then many at once, until the day is over. */
export async function live(day: Day): Promise<void> {
  const { chance, over } = day;
  await pause(chance.random() * LONGEST_GAP_MS, over);
  while (!over.aborted) {
    const many = chance.happens(0.04) ? 3 + Math.floor(chance.random() * 8) : 1;
    for (let count = 0; count < many; count += 1) doOne(day);
    await pause(chance.uneven(20, LONGEST_GAP_MS), over);
  }
}

/** Lets somebody do one thing. */
export function doOne(day: Day): void {
  const { bots, chance, feishu, onFault, over } = day;
  const weights = Object.fromEntries(bots.map(({ weight }, index) => [index, weight]));
  const bot = bots[Number(chance.pick<string>(weights))];
  if (!bot) return;
  const { form, doing, fault } = nextHabit(chance, bot.mood);
  bot.person.do(form, doing, (place) => {
    if (!fault) return;
    onFault(fault);
    hinder(feishu, place, fault);
  });
  if (doing.manner.does === "hangs" && chance.happens(0.7)) void stopLater(bot.person, chance, over);
}

/** Who waits too long says so. */
async function stopLater(person: Person, chance: Chance, over: AbortSignal): Promise<void> {
  await pause(chance.uneven(300, 3000), over);
  person.do("/stop", { manner: { does: "answers", stepMs: 0, count: 1 } });
}
