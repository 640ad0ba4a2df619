import { Command, CommanderError } from "commander";
import { vi } from "vitest";
import { addInbox } from "../../../src/cli/inbox/inbox.ts";
import { FeishuDispatchError } from "../../../src/errors.ts";

/** Runs one `inbox` command as the command line would. */
export async function runInbox(...args: string[]) {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  let code: number | string = 0;
  let message = "";
  const program = new Command().exitOverride();
  addInbox(program, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(["inbox", ...args], { from: "user" });
  } catch (error) {
    message = String(error);
    code = error instanceof CommanderError || error instanceof FeishuDispatchError ? error.code : message;
  }
  const [stdout, stderr] = [out, err].map((spy) => spy.mock.calls.map(([text]) => String(text)).join(""));
  vi.restoreAllMocks();
  return { code, message, stdout: stdout ?? "", stderr: stderr ?? "" };
}
