import { posix } from "node:path";

export interface Import {
  /** What is written between the quotes. */
  readonly source: string;
  /** Erased before the code runs. */
  readonly typeOnly: boolean;
}

// Statements start a line, which code in a comment does not. An import in braces is kept at run time even when
// everything in the braces is a type.
const statement = /^(?:import|export)(\s+type\b(?!\s*,))?\s+(?:[\w$*{][^;"']*?\s)?from\s+["']([^"']+)["']/gm;
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

/** The first way round, at run time, from a module back to itself: "a.ts → b.ts → a.ts". */
export function findCycle(modules: ReadonlyMap<string, string>): string | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(" → ");
    if (done.has(path)) return undefined;
    for (const each of importsOf(modules.get(path) ?? "")) {
      const next = each.typeOnly ? undefined : resolved(path, each);
      const cycle = next && visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of modules.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}
