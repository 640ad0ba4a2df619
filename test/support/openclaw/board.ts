import { readPass } from "../../../src/board/door/pass.ts";
import { passFileIn } from "../../../src/openclaw/board/entrance.ts";
import { TestBoard } from "../gateway/board.ts";
import type { FakeHost } from "./fake-host.ts";
import { listen } from "./http.ts";

/** Starts the host's port and its gateway. @returns the board of the plugin, as an operator has it */
export async function boardOf(host: FakeHost): Promise<TestBoard> {
  const port = await listen(host.routes);
  host.start({ port });
  const late = AbortSignal.timeout(20_000);
  for (;;) {
    const pass = await readPass(passFileIn(host.folder)).catch((error) => {
      if (late.aborted) throw error;
    });
    // A host that has run before has left one, too.
    if (pass && new URL(pass.url).port === String(port)) return new TestBoard(pass);
    await new Promise(setImmediate);
  }
}
