import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "vitest";

/**
 * What a program answers to a line; without a line what it says by itself.
 *
 * @param key under which it says so; an answer stands under its question
 */
export function ask(child: ChildProcess, line: string | undefined, key = line ?? ""): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const hear = (message: object) => {
    if (!(key in message)) return;
    child.off("message", hear);
    resolve(Object(message)[key]);
  };
  child.on("message", hear);
  if (line !== undefined) child.send(line);
  return promise;
}

/** Resolves when a program stands still. */
export async function paused(child: ChildProcess): Promise<void> {
  child.kill("SIGSTOP");
  const state = () => readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.[0];
  await expect.poll(state).toBe("T");
}
