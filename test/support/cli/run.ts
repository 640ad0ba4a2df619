import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

/** Starts the command line as a shell would, without the colours of the shell that runs the tests. */
export function start(...args: string[]) {
  return startIn({}, ...args);
}

/** The same with variables laid over the environment. */
export function startIn(variables: NodeJS.ProcessEnv, ...args: string[]) {
  const { FORCE_COLOR: _, ...env }: NodeJS.ProcessEnv = { ...process.env, ...variables };
  return spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs the command line to its end. */
export async function run(...args: string[]) {
  const child = start(...args);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCode(child)]);
  return { stdout, stderr, code };
}

export async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, "exit");
  return code;
}
