import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";

/**
 * Waits for the end of its input, which comes with the end of the process that started it, however that one ends;
 * then ends the server that has the folder, and removes the folder. A server that is just being started gets a second
 * to say its number.
 */
const SCRIPT = `
cat >/dev/null
lock="$0/data/postmaster.pid"
for i in 1 2 3 4 5 6 7 8 9 10; do [ -s "$lock" ] || sleep 0.1; done
[ -s "$lock" ] && kill -QUIT "$(head -n 1 "$lock")"
for i in $(seq 100); do [ -e "$lock" ] && sleep 0.1; done
rm -rf "$0"
`;

/** Sees to it that a server and its folder are gone when this process is, also when it is killed. */
export class Guard {
  readonly #child: ChildProcess;

  constructor(folder: string) {
    // In a session of its own: what a terminal sends to everybody must not end it first.
    this.#child = spawn("/bin/sh", ["-c", SCRIPT, folder], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
  }

  /** Does it now. */
  async end(): Promise<void> {
    const { exitCode } = this.#child;
    this.#child.stdin?.end();
    if (exitCode === null) await once(this.#child, "exit");
  }

  /** Lets this process end by itself meanwhile. */
  unref(): void {
    this.#child.unref();
    (this.#child.stdin as Socket | null)?.unref();
  }
}
