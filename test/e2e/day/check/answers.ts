import type { Fault } from "./fault.ts";
import type { Ask, History, Turn } from "./history.ts";
import { Stops } from "./stops.ts";
import { acceptable, acknowledged, endsBetween } from "./when.ts";

/** What the gateway itself answers, by what it was asked. */
const ownWords = {
  stop: /^(Stopped|Nothing is running)\.$/,
  status: /^(Running for \d+ s|Nothing is running)\. Waiting: \d+\.$/,
};

/** Everything that was acknowledged and neither answered once, nor refused in words. */
export function unanswered(history: History): Fault[] {
  const stops = new Stops(history);
  return [...history.asks.values()].flatMap((ask) => {
    if (ask.purpose === "stop" || ask.purpose === "status")
      return ofGateway(ask, ownWords[ask.purpose], history);
    return [...ofReader(ask, history), ...ofAgent(ask, history, stops)];
  });
}

/** A command that the gateway answers: one answer, or another one for each process that was cut off in it. */
function ofGateway(ask: Ask, words: RegExp, history: History): Fault[] {
  const wrong = ask.said.filter(({ text }) => !words.test(text));
  if (wrong.length > 0) return [fault("wrong", ask, `was answered by ${list(wrong)}`)];
  const [first] = ask.said;
  const last = ask.said.at(-1);
  if (!first || !last) return acknowledged(ask) ? [fault("lost", ask, "has no answer")] : [];
  const cuts = endsBetween(ask, acceptable(ask) ?? first, last, history).length;
  return ask.said.length > 1 + cuts ? [fault("twice", ask, `was answered by ${list(ask.said)}`)] : [];
}

/** Whatever became of it: what the user reads is what the agent said, and each line of that once. */
function ofReader(ask: Ask, { terms }: History): Fault[] {
  const texts = ask.said.map(({ text }) => text);
  const known = new Set([terms.errorMessage, ...ask.turns.flatMap(({ lines }) => lines)]);
  const twice = [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
  const alien = texts.filter((text) => !known.has(text));
  return [
    ...twice.map((text) =>
      fault("twice", ask, `reads "${text}" ${texts.filter((one) => one === text).length} times`),
    ),
    ...alien.map((text) => fault("wrong", ask, `reads "${text}", which its agent did not say`)),
  ];
}

function ofAgent(ask: Ask, history: History, stops: Stops): Fault[] {
  if (!acknowledged(ask)) return [];
  const turn = ask.turns.at(-1);
  const texts = ask.said.map(({ text }) => text);
  const isTold = texts.includes(history.terms.errorMessage);
  const isAnswered = turn?.how === "answered" && turn.lines.every((line) => texts.includes(line));
  if (isTold) {
    const isRight = ask.isRefused ? !isAnswered : isGivenUp(turn, history);
    return isRight ? [] : [fault("wrong", ask, `is told of a failure, and its agent ${end(turn)}`)];
  }
  if (isAnswered || stops.excuse(ask)) return [];
  const missing = turn?.how === "answered" ? turn.lines.filter((line) => !texts.includes(line)) : [];
  const what = missing.length > 0 ? `; never shown: ${missing.join(" | ")}` : "";
  return [fault("lost", ask, `is neither answered nor told why not; its agent ${end(turn)}${what}`)];
}

/** Whether the agent gave no answer, and would not have. */
function isGivenUp(turn: Turn | undefined, { terms }: History): boolean {
  if (!turn) return false;
  if (turn.how === "refused" || turn.attempt >= terms.maxAttempts) return turn.how !== "answered";
  return turn.how === "cut" && turn.ended.at - turn.began.at >= terms.agentTimeoutMs * 0.9;
}

function end(turn: Turn | undefined): string {
  if (!turn) return "was never asked";
  return `ended attempt ${turn.attempt} as ${turn.how ?? "still running"}`;
}

function fault(kind: Fault["kind"], ask: Ask, what: string): Fault {
  return { kind, asks: [ask.name], text: `session ${ask.session}: ${ask.name} ${what}` };
}

function list(said: ReadonlyArray<{ text: string }>): string {
  return said.map(({ text }) => `"${text}"`).join(", ");
}
