import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Starts one of the programs of this folder; ended with the test at the latest. */
export function start(program: string, ...args: string[]): ChildProcess {
  return startWith({}, program, ...args);
}

/** @param env laid over this process's environment */
export function startWith(env: NodeJS.ProcessEnv, program: string, ...args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(path, args, { stdio: ["ignore", 1, 2, "ipc"], env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** The next message of a program. */
export async function heard(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

export async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await ended(child);
}
