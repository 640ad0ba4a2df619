import type { Fixture, Task } from "../../../src/replay/fixture/fixture.ts";
import { readableDuration } from "../../../src/text/readable-duration.ts";
import type { ObservedTurn } from "../play/observed.ts";
import type { Fault, FaultKind } from "./faults.ts";
import { type Message, type Run, runOf, type TurnOf } from "./run.ts";

/**
 * What went wrong in a run, by what the fixture knows and the peer does not: which deliveries are the same work, and whose
 * session each is of. Commands that pass, such as `/stop`, are in nobody's way.
 *
 * @param looksFor the kinds that count, beside `lost`, which always does
 */
export function judge(
  fixture: Fixture,
  turns: readonly ObservedTurn[],
  looksFor: readonly FaultKind[],
): Fault[] {
  const run = runOf(fixture, turns);
  return (["lost", ...looksFor] as const).flatMap((kind) => finders[kind](run));
}

const at = readableDuration;

const finders: Readonly<Record<FaultKind, (run: Run) => Fault[]>> = {
  lost: ({ works, turns }) =>
    [...works].flatMap(([work, message]) => {
      const its = turnsOf(work, turns);
      if (message.isControl || its.some(({ end }) => end === "ok" || end === "stopped")) return [];
      const ends = its.map(({ startedAt, end }) => `its turn from ${at(startedAt)} on: ${end}`);
      const what = `came after ${at(message.at)} and got no answer (${ends.join(", ") || "no turn"})`;
      return [{ kind: "lost", messageId: message.id, what }];
    }),

  repeated: ({ works, turns }) =>
    [...works].flatMap(([work, message]) => {
      const its = turnsOf(work, turns).filter(({ end }) => end === "ok");
      if (its.length < 2) return [];
      const starts = its.map(({ startedAt }) => at(startedAt));
      const what = `ran ${its.length} times, after ${starts.join(" and ")}`;
      return [{ kind: "repeated", messageId: message.id, what }];
    }),

  overlap: ({ turns }) =>
    pairsOf(turns.filter(({ last }) => !last.isControl)).flatMap(([first, second]) => {
      const isBeside = first.last.session === second.last.session && second.startedAt < first.endedAt;
      if (!isBeside) return [];
      const what = `started after ${at(second.startedAt)}, while ${first.last.id} of its session ran until ${at(first.endedAt)}`;
      return [{ kind: "overlap", messageId: second.last.id, what }];
    }),

  order: ({ turns }) =>
    pairsOf(firstTurns(turns)).flatMap(([first, second]) => {
      const isWrong = first.last.session === second.last.session && second.last.order < first.last.order;
      if (!isWrong) return [];
      const what = `started after ${at(first.startedAt)}, before ${second.last.id}, which had come earlier`;
      return [{ kind: "order", messageId: first.last.id, what }];
    }),

  merged: ({ turns }) =>
    turns.flatMap(({ messages, startedAt }) => {
      const command = messages.find(({ isCommand }) => isCommand);
      if (!command || messages.length < 2) return [];
      const others = messages.filter((it) => it !== command).map(({ id }) => id);
      const what = `was put into one turn, after ${at(startedAt)}, with ${others.join(", ")}`;
      return [{ kind: "merged", messageId: command.id, what }];
    }),

  held: ({ turns }) => {
    const longest = turns.toSorted((a, b) => b.endedAt - b.startedAt - (a.endedAt - a.startedAt))[0];
    return turns.flatMap(({ last, startedAt }) => {
      if (!longest || last.session === longest.last.session || startedAt < longest.endedAt) return [];
      const what = `came after ${at(last.at)}, and waited until ${at(startedAt)} for ${longest.last.id} of another session`;
      return [{ kind: "held", messageId: last.id, what }];
    });
  },

  unstopped: ({ works, turns }) =>
    [...works.values()].flatMap((stop) => {
      if (!stop.isControl) return [];
      const ran = turns.find((it) => it.startedAt <= stop.at && stop.at < it.endedAt && !it.last.isControl);
      if (ran?.last.session !== stop.session || ran.end !== "ok") return [];
      const what = `came after ${at(stop.at)}, and ${ran.last.id} ran all the same, until ${at(ran.endedAt)}`;
      return [{ kind: "unstopped", messageId: stop.id, what }];
    }),
};

function turnsOf(work: Task, turns: readonly TurnOf[]): TurnOf[] {
  return turns.filter(({ messages }) => messages.some((message) => message.work === work));
}

/** Every two turns, the one that started first in front. */
function pairsOf(turns: readonly TurnOf[]): Array<readonly [TurnOf, TurnOf]> {
  const sorted = turns.toSorted((a, b) => a.startedAt - b.startedAt);
  return sorted.flatMap((first, index) => sorted.slice(index + 1).map((second) => [first, second] as const));
}

/** Of each message the first turn: a later attempt, or a repetition, overtakes nobody. */
function firstTurns(turns: readonly TurnOf[]): TurnOf[] {
  const seen = new Set<Message>();
  return turns.filter(({ last }) => {
    if (last.isControl || seen.has(last)) return false;
    seen.add(last);
    return true;
  });
}
