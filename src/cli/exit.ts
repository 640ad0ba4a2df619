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
