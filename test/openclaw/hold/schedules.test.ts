import fc from "fast-check";
import { expect, test } from "vitest";
import type { Dispatched } from "../../support/openclaw/dispatched.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

/** Long enough that nothing waits or runs too long; what happens then has tests of its own. */
const PATIENT = { maxWaitMs: 2_000_000_000, maxHoldMs: 2_000_000_000 };

/** After a turn nothing has come for so long: a `/new` may start. */
const QUIET_MS = 250;

const which = fc.nat(30);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constant("send"), fc.nat(5)) },
    { weight: 2, arbitrary: fc.tuple(fc.constant("repeat"), which) },
    { weight: 5, arbitrary: fc.tuple(fc.constantFrom("process", "deliver"), which) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("fail", "abort"), which) },
  ),
  { minLength: 5, maxLength: 40 },
);

/** What the test knows of one message. */
interface Known {
  readonly session: string;
  readonly bypass: boolean;
  readonly sent: Dispatched;
  /** The host has reported it; its replies are out; it is not done, and may come again. */
  processed: boolean;
  delivered: boolean;
  undone: boolean;
}

class Schedule {
  readonly host = new FakeHost().load(PATIENT).load(PATIENT);
  readonly known: Known[] = [];

  /** Takes one step; a step that does not fit the message's state does nothing. */
  async take([what, number]: [string, number]): Promise<void> {
    if (what === "send") return this.#send(number);
    const message = this.known[number % Math.max(1, this.known.length)];
    if (!message) return;
    if (what === "repeat") return this.#repeat(message);
    if (what === "abort" && !message.sent.told) {
      message.undone = true;
      message.sent.takeBack();
    }
    if (message.sent.running && what !== "abort") await this.#advance(message, what);
    await this.host.pass(0);
  }

  /** The messages of a session whose turn has started and is not over, commands that may pass left out. */
  running(session: string): Known[] {
    return this.known.filter(
      ({ sent, processed, delivered, bypass, undone, ...rest }) =>
        rest.session === session && sent.running && !bypass && !undone && !(processed && delivered),
    );
  }

  /** Ends every turn, until none starts any more. */
  async drain(): Promise<void> {
    for (let i = 0; i <= this.known.length; i++) {
      for (const message of this.known)
        for (const what of ["process", "deliver"]) await this.take([what, this.known.indexOf(message)]);
      await this.host.pass(QUIET_MS);
    }
  }

  async #send(number: number): Promise<void> {
    await this.host.pass(1);
    const session = `agent:main:s${number % 2}`;
    const text = ["hello", "/new", "/status", "hello", "hello", "hello"][number] ?? "hello";
    const sent = await this.host.send({ session, text, instance: number % 2 });
    const bypass = text === "/status";
    this.known.push({ session, bypass, sent, processed: false, delivered: false, undone: false });
  }

  async #repeat({ sent, session, undone }: Known): Promise<void> {
    if (undone) return;
    const { CommandBody: text = "", Timestamp: at = 0 } = sent.message;
    const again = await this.host.send({ session, text, at });
    expect(again.dropped, "the same work under a fresh message id is dropped").toBe(true);
  }

  async #advance(message: Known, what: string): Promise<void> {
    if (what === "deliver") message.delivered = true;
    else if (!message.processed) {
      message.undone ||= what === "fail";
      message.processed = true;
      await message.sent.finish({ outcome: what === "fail" ? "error" : "completed", sent: false });
    }
    if (message.delivered) message.sent.idle();
  }
}

/** The ids of the messages whose turns started, in that order. */
function started(host: FakeHost, session: string): string[] {
  return host
    .lines("debug", `started session=${session} `)
    .map((line) => /message=(\w+)/.exec(line)?.[1] ?? "");
}

test("over random schedules: one turn at a time, in order, once, and nothing is left", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const schedule = new Schedule();
      const { host, known } = schedule;
      for (const step of taken) {
        await schedule.take(step);
        for (const session of ["agent:main:s0", "agent:main:s1"])
          expect(schedule.running(session).length, "turns at a time").toBeLessThanOrEqual(1);
      }
      await schedule.drain();
      for (const session of ["agent:main:s0", "agent:main:s1"]) {
        const ids = known
          .filter((m) => m.session === session && !m.bypass)
          .map((m) => m.sent.message.MessageSid);
        const order = started(host, session)
          .map((id) => ids.indexOf(id))
          .filter((at) => at >= 0);
        expect(order, "the order of the turns").toEqual([...order].sort((a, b) => a - b));
      }
      expect(
        known.filter(({ sent }) => !sent.told),
        "messages that nobody told the host about",
      ).toEqual([]);
      expect(host.methods.get("feishu-dispatch-dedup.status")?.({})).toMatchObject({
        counters: { entered: known.length, released: known.length },
        engine: { running: 0, waiting: 0, sessions: 0 },
      });
      expect(host.clock.countTimers()).toBe(0);
      await host.end();
    }),
    { numRuns: 50 },
  );
}, 60_000);
