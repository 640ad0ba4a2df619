import type { Work } from "./fixture.ts";

interface Arrival {
  readonly ids: readonly string[];
  readonly fails: number;
}

interface Group {
  readonly arrivals: Set<Arrival>;
  readonly ids: Set<string>;
}

/**
 * Tells what is the same work, knowing the whole fixture: arrivals that share an identity, directly or through a
 * chain of others. This is the truth that both runs are measured by; neither of them gets to see it.
 */
export function linkWorks<T extends Arrival>(arrivals: readonly T[]): Map<Arrival, Work> {
  const groupOf = new Map<string, Group>();
  for (const arrival of arrivals) {
    const group: Group = { arrivals: new Set([arrival]), ids: new Set(arrival.ids) };
    for (const id of arrival.ids) absorb(group, groupOf.get(id));
    for (const id of group.ids) groupOf.set(id, group);
  }
  const works = new Map<Arrival, Work>();
  for (const { arrivals } of new Set(groupOf.values())) {
    const work = { fails: Math.max(...[...arrivals].map(({ fails }) => fails)) };
    for (const arrival of arrivals) works.set(arrival, work);
  }
  return works;
}

function absorb(group: Group, other: Group | undefined): void {
  for (const arrival of other?.arrivals ?? []) group.arrivals.add(arrival);
  for (const id of other?.ids ?? []) group.ids.add(id);
}
