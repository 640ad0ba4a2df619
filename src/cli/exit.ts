import { PACKAGE_NAME } from "../package-name.ts";
import { visibleLines } from "../text/visible.ts";

/** The exit codes of every command. */
export const exit = {
  /** All is well. */
  ok: 0,
  /** The command worked, and found something wrong. */
  found: 1,
  /** The arguments, or what they name, cannot be used. */
  unusable: 2,
  /** The program itself is at fault. */
  internal: 70,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

/** Takes the exit code of a command that has ended. A command that never calls it exits with `ok`. */
export type Done = (code: ExitCode) => void;

/** Says on stderr what is wrong. */
export function complain(message: string): void {
  process.stderr.write(`${visibleLines(`${PACKAGE_NAME}: ${message}`)}\n`);
}
