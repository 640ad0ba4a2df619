import { parseEvent, toDispatch } from "../../../src/feishu/index.ts";
import { createLog } from "../../../src/gateway/log.ts";
import { type Job, turnIdOf } from "../../../src/gateway/turns/job.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker();

/** A job about one message of Alice's. */
export function jobOf(text: string, id = 1): Job {
  const event = parseEvent(say.text({ user: "alice" }, text));
  const dispatch = toDispatch(event, { dmScope: "per-peer" });
  const name = dispatch.ids[0] ?? "";
  const { log } = createLog("silent");
  return {
    id,
    name,
    turnId: turnIdOf(name),
    event,
    account: "default",
    transport: "websocket",
    dispatch,
    person: dispatch.sender,
    note: () => {},
    log,
  };
}
