import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, readFile, rename, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";

/** What opens a gateway's board: where it is, and the token by which it knows its operators. */
export interface Pass {
  /** E.g. `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly token: string;
}

const schema = z.object({ url: z.url({ protocol: /^http$/ }), token: z.string().regex(/^[\w-]{43}$/) });

/**
 * Writes a pass that nobody but the user of this process can read. The token of an earlier run stays, so that a page
 * that is open goes on; but not one that others could have read or written.
 */
export async function writePass(file: string, url: string): Promise<Pass> {
  const earlier = await privatePass(file);
  const pass: Pass = { url, token: earlier?.token ?? randomBytes(32).toString("base64url") };
  const fresh = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(fresh, `${JSON.stringify(pass)}\n`, { mode: 0o600, flag: "wx" });
  await rename(fresh, file);
  return pass;
}

/**
 * Reads the pass of a gateway.
 *
 * @throws UsageError `ERR_NO_GATEWAY` where no gateway has left one, `ERR_PASS_UNUSABLE` for anything else
 */
export async function readPass(file: string): Promise<Pass> {
  const content = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT")
      throw new UsageError(
        "ERR_NO_GATEWAY",
        `${file} is not there: no gateway with a board has run with this config. Start it first`,
        { cause },
      );
    const message = `${file}: cannot read it (${reasonOf(cause)}). It is for the user that the gateway runs as`;
    throw new UsageError("ERR_PASS_UNUSABLE", message, { cause });
  });
  const pass = passIn(content);
  if (pass) return pass;
  const message = `${file} is not what a gateway writes. Remove it, and start the gateway again`;
  throw new UsageError("ERR_PASS_UNUSABLE", message);
}

function passIn(text: string): Pass | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Looked at and read as one file, whatever its name leads to meanwhile. */
async function privatePass(file: string): Promise<Pass | undefined> {
  const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stats = await handle.stat();
    const isOurs =
      stats.isFile() && (stats.mode & 0o077) === 0 && stats.uid === (process.getuid?.() ?? stats.uid);
    return isOurs ? passIn(await textIn(handle)) : undefined;
  } finally {
    await handle.close();
  }
}

async function textIn(handle: FileHandle): Promise<string> {
  return text(handle.createReadStream({ autoClose: false })).catch(() => "");
}
