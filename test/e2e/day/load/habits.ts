import type { Chance } from "../../support/chance.ts";
import type { Manner } from "../manners.ts";
import { type Doing, type Form, forms } from "./person.ts";
import type { SendFault } from "./send-faults.ts";

const formWeights: Record<Form, number> = {
  text: 54,
  post: 8,
  picture: 7,
  reaction: 7,
  card: 6,
  menu: 5,
  "/new": 4,
  "/btw": 2,
  "/stop": 3,
  "/status": 4,
};
const mannerWeights: Record<Manner["does"], number> = {
  answers: 64,
  streams: 10,
  wavers: 4,
  saysNothing: 2,
  saysBlank: 1,
  failsFirst: 7,
  failsAlways: 1,
  refuses: 3,
  babbles: 1,
  breaksOff: 4,
  hangs: 3,
};
const faultWeights: Record<SendFault | "none", number> = {
  none: 920,
  busy: 14,
  broken: 14,
  requestLost: 14,
  answerLost: 14,
  page: 4,
  timeout: 4,
  refused: 14,
  unanswered: 2,
};
/** What an agent may be asked to do: where many share a session nothing takes long, and a program says one thing. */
export type Mood = "any" | "brisk" | "plain";
const mannersFor: Record<Mood, Partial<typeof mannerWeights>> = {
  any: mannerWeights,
  brisk: { ...mannerWeights, hangs: 0.5, failsAlways: 0.3 },
  plain: { ...mannerWeights, streams: 0, wavers: 0, breaksOff: 0 },
};
/** The bot's menu answers to a person: only under a message is it sure which answer is meant. */
const gentle = { answers: 8, failsFirst: 1, saysNothing: 1 };

export interface Habit {
  readonly form: Form;
  readonly doing: Doing;
  /** What befalls the sending of its answer. */
  readonly fault: SendFault | undefined;
}

/** What somebody does next, and what comes of it. */
export function nextHabit(chance: Chance, mood: Mood): Habit {
  const form = chance.pick(formWeights);
  const does = chance.pick<Manner["does"]>(form === "menu" ? gentle : mannersFor[mood]);
  const longestMs = mood === "brisk" ? 150 : does === "answers" ? 2500 : 600;
  const manner = { does, stepMs: chance.uneven(5, longestMs), count: 1 + Math.floor(chance.random() * 3) };
  const fault = faultFor(chance, form, does, mood);
  const isCopied = (form === "text" || form === "post") && chance.happens(0.03);
  return { form, fault, doing: { manner, isRefused: fault === "refused", isCopied } };
}

/** Only answers that are sure to come are hindered: else it would be the word of a failure that is refused. */
function faultFor(chance: Chance, form: Form, does: Manner["does"], mood: Mood): SendFault | undefined {
  const fault = chance.pick<SendFault | "none">(
    mood === "brisk" ? { ...faultWeights, unanswered: 0 } : faultWeights,
  );
  const isSure = does === "answers" || does === "streams";
  const isHindered = isSure && form !== "menu" && forms[form] === "turn";
  return fault === "none" || !isHindered ? undefined : fault;
}
