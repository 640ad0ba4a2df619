import type { Dispatch } from "../../../src/index.ts";
import { type Scene, stage } from "./stage.ts";

/** A stage on which everybody is Ann unless told otherwise, and a turn "asks" that has asked her. */
export function asking(scene: Scene = {}, options?: Parameters<typeof stage>[0]) {
  const { say, ...rest } = anns(options);
  const asks = say("asks", scene);
  const [turn] = asks.turns;
  if (!turn) throw new Error("it did not start");
  return { ...rest, say, asks, turn, heard: listen(turn.nextMessage()) };
}

/** A stage on which everybody is Ann unless told otherwise. */
export function anns(options?: Parameters<typeof stage>[0]) {
  const { send, ...rest } = stage(options);
  return { ...rest, say: (name: string, scene: Scene = {}) => send(name, { sender: "ann", ...scene }) };
}

/** What becomes of a question. */
export function listen(question: Promise<Dispatch>): {
  readonly answer?: Dispatch;
  readonly error?: unknown;
} {
  const heard = {};
  question.then(
    (answer) => Object.assign(heard, { answer }),
    (error: unknown) => Object.assign(heard, { error }),
  );
  return heard;
}
