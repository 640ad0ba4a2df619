import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../src/inbox/sqlite.ts";
import { tempFolder } from "../support/inbox/temp.ts";

const PROGRAM = fileURLToPath(new URL("../support/bot/killed-bot.ts", import.meta.url));

async function run(...args: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [code, signal] = await once(child, "exit");
  return signal ?? code;
}

test("a message whose handler kills the process is given up, and does not take along what runs beside it", async () => {
  const file = join(tempFolder(), "inbox.db");
  const ends = [await run(file, "first")];
  while (ends.at(-1) === "SIGKILL" && ends.length < 8) ends.push(await run(file));
  expect(ends).toEqual(["SIGKILL", "SIGKILL", "SIGKILL", 0]);
  const admin = await openSqliteInboxAdmin({ file });
  onTestFinished(() => admin.close());
  expect(await admin.list()).toMatchObject([
    { status: "dead", error: expect.stringContaining("ERR_TOO_MANY_ATTEMPTS") },
    { status: "done", outcome: "completed" },
  ]);
});
