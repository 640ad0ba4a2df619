import type { Fault } from "./fault.ts";
import type { Ask, History, Session } from "./history.ts";
import { answerTo } from "./log.ts";

/** What was never acknowledged, or acknowledged and never answered. */
export function losses({ asks }: Session): Fault[] {
  return asks.flatMap((ask): Fault[] => {
    if (ask.ackedAt === undefined) return [{ kind: "lost", text: `${nameOf(ask)} was never acknowledged` }];
    return ask.said.length === 0 ? [{ kind: "lost", text: `${nameOf(ask)} was never answered` }] : [];
  });
}

/** What was answered in two messages: under two `uuid`s. */
export function doubles({ asks }: Session): Fault[] {
  const twice = asks.filter(({ said }) => said.length > 1);
  return twice.map((ask) => ({
    kind: "twice",
    text: `${nameOf(ask)} was answered ${ask.said.length} times`,
  }));
}

/** Answers that stand in another order than what they answer. */
export function crossings({ asks }: Session): Fault[] {
  return asks.flatMap((ask, index): Fault[] => {
    const next = asks[index + 1]?.said[0];
    const last = ask.said[0];
    if (!next || !last || last.at <= next.at) return [];
    return [{ kind: "order", text: `${nameOf(ask)} was answered after the one behind it` }];
  });
}

/** What was said that is no answer of the agent. */
export function strangeWords({ asks }: Session): Fault[] {
  return asks.flatMap((ask) =>
    ask.said
      .filter(({ text }) => text !== answerTo(ask.message))
      .map(({ text }) => ({
        kind: "wrong" as const,
        text: `${nameOf(ask)} was answered with ${JSON.stringify(text)}`,
      })),
  );
}

/** Each user has one session, and each session one user. */
export function mixedSessions({ sessions }: History): Fault[] {
  const users = new Map<string, string>();
  return sessions.flatMap(({ user, turns }): Fault[] => {
    const keys = [...new Set(turns.map(({ session }) => session))];
    const taken = keys.filter((key) => (users.get(key) ?? user) !== user);
    for (const key of keys) users.set(key, user);
    const isOwn = keys.length <= 1 && taken.length === 0;
    return isOwn
      ? []
      : [{ kind: "wrong", text: `${user} has ${keys.length} sessions, ${taken.length} of them shared` }];
  });
}

function nameOf({ user, number }: Ask): string {
  return `${user} ${number}`;
}
