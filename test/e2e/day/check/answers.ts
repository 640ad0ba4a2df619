import type { Fault } from "./fault.ts";
import type { Ask, History, Turn } from "./history.ts";
import { stoppedOf } from "./stops.ts";
import { acceptable, acknowledged, endsBetween } from "./when.ts";

/** What the gateway itself answers, by what it was asked. */
const ownWords = {
  stop: /^(Stopped|Nothing is running)\.$/,
  status: /^(Running for \d+ s|Nothing is running)\. Waiting: \d+\.$/,
};

/** What a program may need, of its time, until it asks the agent, in ms. */
const STARTING_MS = 2000;

/** Everything that was acknowledged and neither answered once, nor refused in words. */
export function unanswered(history: History): Fault[] {
  const asks = [...history.asks.values()];
  const open = asks.filter((ask) => isOpen(ask, history));
  const stopped = stoppedOf(open, history);
  return [
    ...asks.flatMap((ask) => (isOfAgent(ask) ? ofReader(ask, history) : ofGateway(ask, history))),
    ...open.filter((ask) => !stopped.has(ask)).map(lost),
  ];
}

function isOfAgent({ purpose }: Ask): boolean {
  return purpose === "turn" || purpose === "aside";
}

/** A command that the gateway answers: one answer, or another one for each process that was cut off in it. */
function ofGateway(ask: Ask, history: History): Fault[] {
  const words = ask.purpose === "stop" ? ownWords.stop : ownWords.status;
  const wrong = ask.said.filter(({ text }) => !words.test(text));
  if (wrong.length > 0) return [fault("wrong", ask, `was answered by ${list(wrong)}`)];
  const [first] = ask.said;
  const last = ask.said.at(-1);
  if (!first || !last) return acknowledged(ask) ? [fault("lost", ask, "has no answer")] : [];
  const cuts = endsBetween(ask, acceptable(ask) ?? first, last, history).length;
  return ask.said.length > 1 + cuts ? [fault("twice", ask, `was answered by ${list(ask.said)}`)] : [];
}

/** Whatever became of it: what the user reads is what the agent said, and each line of that once. */
function ofReader(ask: Ask, history: History): Fault[] {
  const texts = textsOf(ask);
  const known = new Set([history.terms.errorMessage, ...ask.turns.flatMap(({ lines }) => lines)]);
  const twice = [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
  const times = (text: string) => texts.filter((one) => one === text).length;
  const alien = texts.filter((text) => !known.has(text));
  return [
    ...twice.map((text) => fault("twice", ask, `reads ${JSON.stringify(text)} ${times(text)} times`)),
    ...alien.map((text) => fault("wrong", ask, `reads ${JSON.stringify(text)}, which its agent did not say`)),
    ...(isToldRightly(ask, history)
      ? []
      : [fault("wrong", ask, `is told of a failure, and its agent ${end(ask)}`)]),
  ];
}

function isToldRightly(ask: Ask, history: History): boolean {
  if (!isTold(ask, history)) return true;
  return ask.isRefused ? !isAnswered(ask) : isGivenUp(ask.turns.at(-1), history);
}

/** Whether it was acknowledged, and nothing that the user reads ends it. */
function isOpen(ask: Ask, history: History): boolean {
  if (!isOfAgent(ask) || !acknowledged(ask)) return false;
  return !isTold(ask, history) && !isAnswered(ask);
}

function isTold(ask: Ask, { terms }: History): boolean {
  return textsOf(ask).includes(terms.errorMessage);
}

function isAnswered(ask: Ask): boolean {
  const turn = ask.turns.at(-1);
  return turn?.how === "answered" && missing(ask, turn).length === 0;
}

function missing(ask: Ask, { lines }: Turn): string[] {
  const texts = textsOf(ask);
  return lines.filter((line) => !texts.includes(line));
}

function textsOf({ said }: Ask): string[] {
  return said.map(({ text }) => text);
}

function lost(ask: Ask): Fault {
  const turn = ask.turns.at(-1);
  const lines = turn?.how === "answered" ? missing(ask, turn) : [];
  const what = lines.length > 0 ? `; never shown: ${lines.join(" | ")}` : "";
  return fault("lost", ask, `is neither answered nor told why not; its agent ${end(ask)}${what}`);
}

/** Whether the agent gave no answer, and would not have. */
function isGivenUp(turn: Turn | undefined, { terms }: History): boolean {
  if (!turn) return false;
  if (turn.how === "refused" || turn.attempt >= terms.maxAttempts) return turn.how !== "answered";
  return turn.how === "cut" && turn.ended.at - turn.began.at >= terms.agentTimeoutMs - STARTING_MS;
}

function end({ turns }: Ask): string {
  const turn = turns.at(-1);
  if (!turn) return "was never asked";
  return `ended attempt ${turn.attempt} as ${turn.how ?? "still running"}`;
}

function fault(kind: Fault["kind"], ask: Ask, what: string): Fault {
  return { kind, asks: [ask.name], text: `session ${ask.session}: ${ask.name} ${what}` };
}

function list(said: ReadonlyArray<{ text: string }>): string {
  return said.map(({ text }) => JSON.stringify(text)).join(", ");
}
