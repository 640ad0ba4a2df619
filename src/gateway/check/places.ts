import { once } from "node:events";
import { existsSync } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, dirname, join, resolve } from "node:path";
import { inFull, mismatch, reasonOf } from "../../explain.ts";
import { InboxError } from "../../inbox/errors.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { InboxPlace } from "../open-inbox.ts";
import { cannotListen } from "../servers.ts";
import type { Findings } from "./findings.ts";

/** Whether the addresses that the gateway would listen on are free. */
export async function addressesFree(config: GatewayConfig, found: Findings): Promise<void> {
  const { health, webhook, channels } = config;
  const wanted = [
    ...(health ? [["health", health] as const] : []),
    ...(channels.feishu.transport === "webhook" ? [["webhook", webhook] as const] : []),
  ];
  for (const [key, where] of wanted) await found.trying(() => listenOnce(key, where));
}

async function listenOnce(key: string, where: { host: string; port: number }): Promise<void> {
  const server = createServer();
  try {
    server.listen(where);
    await once(server, "listening");
  } catch (cause) {
    throw cannotListen(key, where, cause);
  } finally {
    server.close();
  }
}

/** Whether there is a program of this name; it is not started. */
export async function programFound(program: string, folder: string, found: Findings): Promise<void> {
  const isPath = /[\\/]/.test(program);
  const folders = isPath ? [folder] : (process.env.PATH ?? "").split(delimiter);
  const places = folders.map((it) => (isPath ? resolve(it, program) : join(it, program)));
  for (const place of places) if (await isProgram(place)) return;
  const expected = isPath ? `a program at ${places[0]}` : "a program in a folder of PATH";
  found.fault(mismatch("agent.argv[0]", expected, inFull(program)));
}

async function isProgram(place: string): Promise<boolean> {
  // Windows finds `name.exe` by `name`; there only the start can tell.
  if (process.platform === "win32") return true;
  const found = await stat(place).catch(() => undefined);
  if (!found?.isFile()) return false;
  return access(place, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Whether the inbox can be read and written to. One that is not there yet is made by the start. */
export async function inboxUsable(place: InboxPlace, found: Findings): Promise<void> {
  try {
    if (place.kind === "sqlite") await fileUsable(place.file);
    else if (place.kind === "postgres") {
      const { openPostgresInboxAdmin } = await import("../../inbox/postgres.ts");
      await (await openPostgresInboxAdmin(place)).close();
    }
  } catch (error) {
    if (!(error instanceof InboxError && error.code === "ERR_INBOX_VERSION")) throw error;
    // The start brings an older one up to date.
    found.warning(`inbox: ${error.message}`);
  }
}

async function fileUsable(file: string): Promise<void> {
  const place = existsSync(file) ? file : dirname(file);
  await access(place, constants.R_OK | constants.W_OK).catch((cause: unknown) => {
    const message = mismatch("inbox.file", `to be able to write to ${place}`, reasonOf(cause));
    throw new InboxError("ERR_INBOX_READONLY", message, { cause });
  });
  if (place !== file) return;
  const { openSqliteInboxAdmin } = await import("../../inbox/sqlite.ts");
  await (await openSqliteInboxAdmin({ file })).close();
}
