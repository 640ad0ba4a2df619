import PQueue from "p-queue";

type Role = "user" | "assistant";

/** A session's file, as far as a fence looks at it: who wrote each entry. */
type Transcript = Role[];

/** What a turn saw of its transcript when it let go of the lock: which file, and how long it was. */
export interface Fence {
  readonly transcript: Transcript;
  readonly length: number;
}

/**
 * The transcripts of all sessions. They stand for files on disk: a restart does not touch them.
 *
 * A turn does not keep the lock while the model streams. The fence tells it afterwards whether somebody else
 * has written: entries that the assistant appended are fine, anything else is a takeover.
 */
export class Transcripts {
  readonly #current = new Map<string, Transcript>();
  readonly #locks = new Map<string, PQueue>();

  /** Runs `write` while nobody else holds the lock of the session. */
  async locked<T>(sessionKey: string, write: () => T | Promise<T>): Promise<T> {
    const lock = this.#locks.get(sessionKey) ?? new PQueue({ concurrency: 1 });
    this.#locks.set(sessionKey, lock);
    return lock.add(async () => write());
  }

  /** The process that held locks, or waited for them, is gone. */
  releaseLocks(): void {
    this.#locks.clear();
  }

  append(sessionKey: string, role: Role): void {
    this.#of(sessionKey).push(role);
  }

  /** Puts the transcript away; the next entry starts a new one. */
  archive(sessionKey: string): void {
    this.#current.delete(sessionKey);
  }

  fence(sessionKey: string): Fence {
    const transcript = this.#of(sessionKey);
    return { transcript, length: transcript.length };
  }

  /** Has nothing but the assistant's entries been added since? */
  isIntact(sessionKey: string, fence: Fence): boolean {
    const transcript = this.#of(sessionKey);
    if (transcript !== fence.transcript) return false;
    return transcript.slice(fence.length).every((role) => role === "assistant");
  }

  #of(sessionKey: string): Transcript {
    const transcript = this.#current.get(sessionKey) ?? [];
    this.#current.set(sessionKey, transcript);
    return transcript;
  }
}
