import type { ChildProcess } from "node:child_process";

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Sees to it that a process does not outlive this one, however this one ends. */
export function outliveNobody(child: ChildProcess): void {
  running.add(child);
  child.once("exit", () => running.delete(child));
}
