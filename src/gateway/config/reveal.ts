import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import type { SecretRef } from "./fields.ts";
import type { GatewayConfig } from "./read-config.ts";

/** Where secrets are looked for. */
export interface SecretSources {
  readonly env: NodeJS.ProcessEnv;
  /** Told every secret that was found, so that it can be kept out of the log. */
  readonly onSecret: (secret: string) => void;
}

/** Gets the secrets that a config refers to. What it throws names the key and never a value. */
export class Revealer {
  readonly #config: Pick<GatewayConfig, "file" | "folder">;
  readonly #sources: SecretSources;
  readonly #literal: string[] = [];

  constructor(config: Pick<GatewayConfig, "file" | "folder">, sources: SecretSources) {
    this.#config = config;
    this.#sources = sources;
  }

  /** The keys revealed so far whose secret stands in the config itself. */
  get literal(): readonly string[] {
    return this.#literal;
  }

  /**
   * @param key where the reference stands, e.g. `agent.apiKey`
   * @throws UsageError `ERR_SECRET_MISSING` when the variable is not set, or the file cannot be read or is empty
   */
  async reveal(ref: SecretRef, key: string): Promise<string> {
    if (typeof ref === "string") this.#literal.push(key);
    const secret = typeof ref === "string" ? ref : await this.#find(ref, key);
    this.#sources.onSecret(secret);
    return secret;
  }

  /** The same where the key may be left out. */
  async maybe(ref: SecretRef | undefined, key: string): Promise<string | undefined> {
    return ref === undefined ? undefined : this.reveal(ref, key);
  }

  #find(ref: Exclude<SecretRef, string>, key: string): string | Promise<string> {
    return "env" in ref ? this.#fromEnv(ref.env, key) : this.#fromFile(ref.file, key);
  }

  #fromEnv(variable: string, key: string): string {
    const value = this.#sources.env[variable];
    if (value) return value;
    throw this.#missing(key, `expected the environment variable ${variable}, which is not set`);
  }

  async #fromFile(path: string, key: string): Promise<string> {
    const file = resolve(this.#config.folder, path);
    const text = await readFile(file, "utf8").catch((cause: unknown) => {
      const reason = reasonOf(cause);
      throw this.#missing(key, `expected a secret in ${file}, which cannot be read (${reason})`, cause);
    });
    if (text.trim() !== "") return text.trim();
    throw this.#missing(key, `expected a secret in ${file}, which is empty`);
  }

  #missing(key: string, reason: string, cause?: unknown): UsageError {
    return new UsageError("ERR_SECRET_MISSING", `${this.#config.file}: ${key}: ${reason}`, { cause });
  }
}
