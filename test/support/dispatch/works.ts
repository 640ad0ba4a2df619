import type { CommandKind } from "../../../src/dispatch/command-policy.ts";
import type { Dispatch, Outcome } from "../../../src/dispatch/contract.ts";
import { Caller } from "../../../src/dispatch/turn/caller.ts";
import { RunningTurn } from "../../../src/dispatch/turn/turn.ts";
import { Work } from "../../../src/dispatch/turn/work.ts";

interface Sketch extends Partial<Dispatch> {
  arrivedAt?: number;
  kind?: CommandKind;
  inside?: RunningTurn | undefined;
  resolve?: (outcome: Outcome<unknown>) => void;
  reject?: (error: unknown) => void;
}

let count = 0;

/** A dispatch as the inner parts of the engine see it, with everything filled in. */
export function caller(name: string, sketch: Sketch = {}): Caller {
  const { arrivedAt = 0, kind: _, inside, resolve = () => {}, reject = () => {}, ...dispatch } = sketch;
  const arrival = { at: arrivedAt, inside };
  const made = new Caller(
    { ids: [name], sessionKey: "s", ...dispatch },
    () => {},
    { resolve, reject },
    arrival,
  );
  return Object.assign(made, { number: ++count });
}

/** Work that waits. */
export function work(name: string, sketch: Sketch = {}): Work {
  return new Work(caller(name, sketch), sketch.kind ?? "ordinary");
}

/** A turn that runs, in a session of its own name unless told otherwise. */
export function turn(name: string, sketch: Sketch = {}): RunningTurn {
  return start(work(name, { sessionKey: name, ...sketch }));
}

/** The turn in which the work runs from now on. */
export function start(work: Work): RunningTurn {
  const [leader = caller("nobody")] = work.callers;
  const running = new RunningTurn(work, leader, { session: work.sessionKey, within: [] }, 0);
  leader.turn = running;
  work.turn = running;
  return running;
}
