import type { Chance } from "./chance.ts";
import type { Manner } from "./manners.ts";
import { type Doing, type Form, forms } from "./person.ts";
import { type SendFault, sendFaults } from "./send-faults.ts";

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
/** The bot's menu answers to a person: only under a message is it sure which answer is meant. */
const gentle = { answers: 8, streams: 2, failsFirst: 1, saysNothing: 1 };

export type Habit = { readonly form: Form; readonly doing: Doing; readonly fault: SendFault | undefined };

/**
 * What somebody does next, and what comes of it.
 *
 * @param isBusy whether many share the session, so that nothing may take long
 */
export function nextHabit(chance: Chance, isBusy: boolean): Habit {
  const form = chance.pick(formWeights);
  const does = chance.pick<Manner["does"]>(form === "menu" ? gentle : isBusy ? calmed : mannerWeights);
  const stepMs = chance.uneven(5, isBusy ? 150 : does === "answers" ? 2500 : 600);
  const fault = faultFor(chance, form, does, isBusy);
  const isWritten = form === "text" || form === "post";
  return {
    form,
    fault,
    doing: {
      manner: { does, stepMs, count: 1 + Math.floor(chance.random() * 3) },
      isRefused: fault === "refused",
      isCopied: isWritten && chance.happens(0.03),
    },
  };
}

const calmed = { ...mannerWeights, hangs: 0.5, failsAlways: 0.3 };

/** Only answers that are sure to come are hindered: else it would be the word of a failure that is refused. */
function faultFor(chance: Chance, form: Form, does: Manner["does"], isBusy: boolean): SendFault | undefined {
  const fault = chance.pick<SendFault | "none">(isBusy ? { ...faultWeights, unanswered: 0 } : faultWeights);
  const isSure = does === "answers" || does === "streams";
  if (fault === "none" || !isSure || form === "menu" || forms[form] !== "turn") return undefined;
  return sendFaults[fault] ? fault : undefined;
}
