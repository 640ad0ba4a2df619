import { posix } from "node:path";

export interface Import {
  /** What is written between the quotes. */
  readonly source: string;
  /** Erased before the code runs. */
  readonly typeOnly: boolean;
}

// Statements start a line, which code in a comment does not, and no doc comment stands in the middle of one. An import in braces is kept at run time even when
// everything in the braces is a type.
const statement =
  /^(?:import|export)(\s+type\b(?!\s*,))?\s+(?:[\w$*{](?:(?!\/\*\*)[^;"'])*?\s)?from\s+["']([^"']+)["']/gm;
const bare = /^import\s+["']([^"']+)["']/gm;
const dynamic = /^(?!\s*(?:\*|\/\/)).*?\bimport\(\s*["']([^"']+)["']/gm;

/** What a module imports or passes on. */
export function importsOf(code: string): Import[] {
  return [
    ...Array.from(code.matchAll(statement), ([, type, source = ""]) => ({ source, typeOnly: Boolean(type) })),
    ...Array.from(code.matchAll(bare), ([, source = ""]) => ({ source, typeOnly: false })),
    ...Array.from(code.matchAll(dynamic), ([, source = ""]) => ({ source, typeOnly: false })),
  ];
}

/** The path of an imported file, if it is one of ours. */
export function resolved(from: string, { source }: Import): string | undefined {
  return source.startsWith(".") ? posix.join(posix.dirname(from), source) : undefined;
}

/** Sources, by their paths from the root of the repository. */
export type Modules = ReadonlyMap<string, string>;

/** What imports what of ours. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

export interface GraphOptions {
  /** Leaves out what is erased before the code runs. @default false */
  readonly atRunTime?: boolean;
  /** Imports to leave out, as "a.ts → b.ts". @default none */
  readonly without?: readonly string[];
  /** Gives a file the name of what it counts as a part of, e.g. of its folder. @default its path */
  readonly partOf?: (path: string) => string;
}

/** @returns for each file, or what it is a part of, the others that it imports */
export function graphOf(modules: Modules, options: GraphOptions = {}): Graph {
  const { atRunTime = false, without = [], partOf = (path) => path } = options;
  const graph = new Map<string, Set<string>>();
  for (const [path, code] of modules) {
    const others = graph.get(partOf(path)) ?? new Set<string>();
    graph.set(partOf(path), others);
    for (const each of importsOf(code)) {
      const target = resolved(path, each);
      if (target === undefined || (atRunTime && each.typeOnly)) continue;
      if (without.includes(`${path} → ${target}`) || partOf(target) === partOf(path)) continue;
      others.add(partOf(target));
    }
  }
  return graph;
}

/** The first way round from one of them back to itself: "a.ts → b.ts → a.ts". */
export function findCycle(graph: Graph): string | undefined {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name].join(" → ");
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...trail, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}
