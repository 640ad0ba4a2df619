import type { StandIn } from "../../../../src/stand-in/index.ts";
import { type Chance, pause } from "../../support/chance.ts";
import type { DayGateway, Ending } from "../gateway.ts";

/** What goes wrong during the day, and until when. */
export interface Trouble {
  readonly feishu: StandIn;
  readonly chance: Chance;
  readonly minutes: number;
  readonly over: AbortSignal;
  /** Told of everything that was done. */
  readonly onTrouble: (what: string) => void;
}

const endings: readonly Ending[] = ["SIGKILL", "SIGTERM", "SIGTERM, then SIGKILL"];
const LONGEST_DOWN_MS = 1500;

/** Ends a gateway now and then, in every way by turns, and starts it again. */
export async function restartOften(gateway: DayGateway, trouble: Trouble): Promise<void> {
  const { chance, onTrouble, over } = trouble;
  const first = Math.floor(chance.random() * endings.length);
  await atTimes(gateway.plan.restarts, trouble, async (count) => {
    const how = endings[(first + count) % endings.length] ?? "SIGKILL";
    onTrouble(how);
    await gateway.end(how, chance.uneven(0, 1500));
    await pause(chance.uneven(0, LONGEST_DOWN_MS), over);
    gateway.start();
    // Now and then it does not even live to see its connection.
    if (!chance.happens(0.2)) return gateway.ready();
    await pause(chance.uneven(50, 1500), over);
    onTrouble("SIGKILL while starting");
    await gateway.end("SIGKILL", 0);
    gateway.start();
    await gateway.ready();
  });
}

/** Cuts the long connections, and takes the bots' tokens away. */
export async function disturb(trouble: Trouble): Promise<void> {
  const { feishu, chance, onTrouble } = trouble;
  await atTimes(6, trouble, async () => {
    const what = chance.pick({ one: 5, all: 3, tokens: 2 });
    onTrouble(what === "tokens" ? "tokens revoked" : `connections cut: ${what}`);
    if (what === "tokens") feishu.revokeTokens();
    else feishu.cutConnections(what);
  });
}

/** Does it at random moments, one in each of so many equal parts of the day. */
async function atTimes(
  perMinute: number,
  { chance, minutes, over }: Trouble,
  act: (count: number) => Promise<void>,
) {
  const start = performance.now();
  const part = 60_000 / perMinute;
  for (let count = 0; count < perMinute * minutes; count += 1) {
    await pause(start + (count + chance.random()) * part - performance.now(), over);
    if (over.aborted) return;
    await act(count);
  }
}
