import { openPostgresInbox } from "../../../../src/inbox/postgres.ts";
import { entry } from "../contract/bed.ts";

// A gateway's inbox that does what it is told, line after line, and says what came of it.
const [options = ""] = process.argv.slice(2);
const inbox = await openPostgresInbox(JSON.parse(options));
inbox.watch({ lost: (key) => process.send?.({ lost: key }) });
const hold = { epoch: 0 };

const commands: Record<string, (id: number) => unknown> = {
  claim: (id) => inbox.claim(entry([`m${id}`])),
  epoch: () => {
    hold.epoch = inbox.sharing?.epochOf("s") ?? 0;
    return hold.epoch;
  },
  held: () => inbox.sharing?.epochOf("s") ?? 0,
  start: (id) => inbox.start(id, hold),
  complete: (id) => inbox.complete(id, "by the one that was paused", hold),
  later: (id) => inbox.fail(id, { error: "by the one that was paused", retryAt: 1 }, hold),
  dead: (id) => inbox.fail(id, { error: "by the one that was paused" }, hold),
  "complete without epoch": (id) => inbox.complete(id, "by the one that was paused"),
};

process.on("message", async (line: string) => {
  const [command, id] = line.split("#");
  process.send?.({ [line]: (await commands[command ?? ""]?.(Number(id))) ?? "nothing" });
});
process.send?.({ open: true });
