import type { InboxStats } from "../../../src/inbox/inbox.ts";
import type { StandIn } from "../../../src/stand-in/index.ts";

/** Every way in which what was acknowledged was not answered once, in order. Empty is good. */
export function faultsIn(feishu: StandIn, written: ReadonlyMap<string, number>, stats: InboxStats): string[] {
  const faults: string[] = [];
  const replies = feishu.messages.map(({ content }) => String(JSON.parse(content).text));
  for (const [user, count] of written) {
    const expected = Array.from({ length: count }, (_, index) => `re: ${user} ${index}`);
    const came = replies.filter((text) => text.startsWith(`re: ${user} `));
    const missing = expected.filter((text) => !came.includes(text));
    const twice = came.filter((text, index) => came.indexOf(text) !== index);
    if (missing.length > 0) faults.push(`not answered: ${missing.join(", ")}`);
    if (twice.length > 0) faults.push(`answered twice: ${twice.join(", ")}`);
    if (missing.length + twice.length === 0 && came.join() !== expected.join())
      faults.push(`out of order: ${came.join(", ")}`);
  }
  const total = [...written.values()].reduce((sum, count) => sum + count, 0);
  if (replies.length !== total) faults.push(`${replies.length} replies to ${total} messages`);
  const { pending, done, dead } = stats;
  if (pending !== 0 || dead !== 0 || done !== total)
    faults.push(`the inbox has ${pending} pending, ${dead} dead and ${done} done rows for ${total} messages`);
  return faults;
}
