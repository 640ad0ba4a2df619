import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A certificate for one loopback address. `file` is what `NODE_EXTRA_CA_CERTS` takes. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
}

/** Makes a self-signed certificate for this address, good for a week, with the machine's `openssl`. */
export async function createCertificate(folder: string, address: string): Promise<Certificate> {
  const keyFile = join(folder, "feishu.key");
  const file = join(folder, "feishu.crt");
  const names = ["-subj", "/CN=feishu-stand-in", "-addext", `subjectAltName=IP:${address}`];
  const form = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7"];
  await run("openssl", [...form, "-keyout", keyFile, "-out", file, ...names]);
  return { key: await readFile(keyFile, "utf8"), cert: await readFile(file, "utf8"), file };
}
