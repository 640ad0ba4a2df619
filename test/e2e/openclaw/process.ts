import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The environment of a gateway and of its command line: nothing of this machine's own OpenClaw, no proxy. */
export function hostEnvironment(state: string, caFile?: string): NodeJS.ProcessEnv {
  const foreign = /^(OPENCLAW_|npm_|https?_proxy$|no_proxy$|all_proxy$|NODE_OPTIONS$|VITEST)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    OPENCLAW_STATE_DIR: state,
    OPENCLAW_CONFIG_PATH: `${state}/openclaw.json`,
    OPENCLAW_NO_RESPAWN: "1",
    OPENCLAW_DISABLE_BONJOUR: "1",
    NO_COLOR: "1",
    ...(caFile ? { NODE_EXTRA_CA_CERTS: caFile } : {}),
  };
}

/** How a command ended. */
export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a command to its end, without a shell. A code other than 0 is a result, not an error. */
export async function execute(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): Promise<Finished> {
  const { timeoutMs: timeout = 600_000, ...rest } = options;
  try {
    const { stdout, stderr } = await run(file, args, { ...rest, timeout, maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, output: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = Object(error);
    return { code: typeof code === "number" ? code : -1, output: `${stdout}${stderr}` };
  }
}

/** Runs a command that must succeed. */
export async function mustExecute(...args: Parameters<typeof execute>): Promise<string> {
  const { code, output } = await execute(...args);
  if (code !== 0) throw new Error(`${args[0]} ${args[1].join(" ")} ended with ${code}:\n${output}`);
  return output;
}
