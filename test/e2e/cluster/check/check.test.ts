import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { importsOf } from "../../../support/imports.ts";
import { check } from "./check.ts";
import { readHistory } from "./history.ts";
import { type AgentLine, answerTo, type FeishuLine } from "./log.ts";
import { longestPause } from "./pauses.ts";

/** Writes both logs of a run in which everything went well, or not. */
class Run {
  readonly feishu: FeishuLine[] = [];
  readonly agents: AgentLine[] = [];
  #at = 0;
  #turns = 0;

  ask(message: string, number: number, user = "ann"): this {
    this.feishu.push({ at: this.#next(), what: "asked", message, user, number });
    return this;
  }

  ack(message: string): this {
    this.feishu.push({ at: this.#next(), what: "acked", message });
    return this;
  }

  say(message: string, text = answerTo(message)): this {
    this.feishu.push({ at: this.#next(), what: "said", message, text });
    return this;
  }

  /** @returns the turn's number */
  begin(message: string, epoch = 1, attempt = 1, session = "s-ann"): number {
    this.#turns += 1;
    const gateway = `g${epoch}`;
    this.agents.push({
      at: this.#next(),
      what: "began",
      turn: this.#turns,
      message,
      session,
      attempt,
      epoch,
      gateway,
    });
    return this.#turns;
  }

  end(turn: number, how: "answered" | "cut" = "answered"): this {
    this.agents.push({ at: this.#next(), what: "ended", turn, how });
    return this;
  }

  /** A turn from its begin to its end. */
  turn(message: string, epoch = 1, attempt = 1, session = "s-ann"): this {
    return this.end(this.begin(message, epoch, attempt, session));
  }

  written(...messages: string[]): this {
    for (const [number, message] of messages.entries()) this.ask(message, number).ack(message);
    return this;
  }

  get kinds(): string[] {
    return check(this.feishu, this.agents).map(({ kind }) => kind);
  }

  #next(): number {
    this.#at += 1;
    return this.#at;
  }
}

test("a run without faults is found right", () => {
  const run = new Run().written("a", "b").turn("a").say("a").turn("b").say("b");
  expect(run.ask("c", 0, "ben").ack("c").turn("c", 7, 1, "s-ben").say("c").kinds).toEqual([]);
});

test("what the next hold runs again is right: the turn that was cut, and what was answered and not yet said", () => {
  const run = new Run().written("a", "b").turn("a");
  run.end(run.begin("b"), "cut");
  expect(run.turn("a", 2, 2).say("a").turn("b", 2, 2).say("b").kinds).toEqual([]);
});

test("what goes on inside the agent by an older epoch does not count", () => {
  const run = new Run().written("a", "b");
  const old = run.begin("a", 1);
  const next = run.begin("a", 2, 2);
  run.end(next).say("a").begin("b", 2);
  expect(run.end(old).end(3).say("b").kinds).toEqual([]);
});

test("what was started in time may reach its agent late", () => {
  const run = new Run().written("a");
  const next = run.begin("a", 2, 2);
  run.begin("a", 1, 1);
  expect(run.end(next).say("a").kinds).toEqual([]);
});

test("a message that was acknowledged and not answered is lost", () => {
  expect(new Run().written("a", "b").turn("a").say("a").turn("b").kinds).toEqual(["lost"]);
  expect(new Run().ask("a", 0).kinds).toEqual(["lost"]);
});

test("an answer in two messages is one too many", () => {
  expect(new Run().written("a").turn("a").say("a").say("a").kinds).toEqual(["twice"]);
});

test("two turns at once by one epoch overlap", () => {
  const run = new Run().written("a");
  const first = run.begin("a", 1, 1);
  const second = run.begin("a", 1, 2);
  expect(run.end(first).end(second).say("a").kinds).toEqual(["overlap"]);
});

test("so do two turns of which one has never ended, by the newest epoch", () => {
  const run = new Run().written("a", "b");
  run.begin("a", 2);
  expect(run.say("a").turn("b", 2).say("b").kinds).toEqual(["overlap"]);
});

test("a turn before its time is out of order: in one hold, and at the begin of another", () => {
  expect(new Run().written("a", "b").turn("b").turn("a").say("a").say("b").kinds).toEqual(["order", "again"]);
  const run = new Run().written("a", "b");
  run.end(run.begin("a"), "cut");
  expect(run.turn("b", 2).turn("a", 3, 2).say("a").say("b").kinds).toContain("order");
});

test("answers that cross are out of order", () => {
  expect(new Run().written("a", "b").turn("a").turn("b").say("b").say("a").kinds).toEqual(["order"]);
});

test("what another hold has found done does not run again", () => {
  const run = new Run().written("a", "b").turn("a").say("a").turn("b", 2).say("b");
  expect(run.kinds).toEqual([]);
  expect(run.turn("a", 3, 2).kinds).toEqual(["again"]);
});

test("what was said, and lies behind two later turns of its hold, does not run again, not even in that hold", () => {
  const run = new Run().written("a", "b", "c").turn("a").say("a").turn("b").say("b");
  const [begun] = [run.begin("c")];
  expect(run.turn("b", 1, 2).kinds).not.toContain("again");
  expect(run.end(begun).say("c").turn("a", 1, 2).kinds).toContain("again");
});

test("what was said may run again in the same hold, until a turn that began after that has ended", () => {
  const run = new Run().written("a", "b").turn("a").say("a");
  run.end(run.begin("b"), "cut");
  expect(run.turn("a", 1, 2).turn("b", 1, 2).say("b").kinds).toEqual([]);
});

test("a start by an epoch that was over is noticed, and an attempt that was given twice", () => {
  const run = new Run().written("a").turn("a", 2, 1).say("a");
  expect(run.turn("a", 1, 2).kinds).toEqual(["epoch"]);
  const two = new Run().written("a").turn("a", 1, 1).turn("a", 2, 1).say("a");
  expect(two.kinds).toEqual(["epoch"]);
  const later = new Run().written("a", "b").turn("a", 2, 1).say("a").turn("b", 1, 1).say("b");
  expect(later.kinds).toEqual(["epoch"]);
});

test("other words, other messages and shared sessions are wrong", () => {
  expect(new Run().written("a").turn("a").say("a", "Sorry").kinds).toEqual(["wrong"]);
  expect(new Run().turn("a").say("a").kinds).toEqual(["wrong", "wrong", "wrong"]);
  const shared = new Run().written("a").ask("c", 0, "ben").ack("c").turn("a").say("a").turn("c").say("c");
  expect(shared.kinds).toEqual(["wrong"]);
  expect(new Run().written("a", "b").turn("a").say("a").turn("b", 1, 1, "s-2").say("b").kinds).toEqual([
    "wrong",
  ]);
});

test("a pause is the time in which somebody waits and nobody works for them", () => {
  const run = new Run().written("a");
  const old = run.begin("a", 1);
  const next = run.begin("a", 5, 2);
  run.end(next).end(old).say("a");
  const { sessions } = readHistory(run.feishu, run.agents);
  // Its turn by the newest epoch has ended at 5; that of the older one, at 6, did not count any more.
  expect(longestPause(sessions)).toEqual({ user: "ann", from: 5, ms: 2 });
});

test("the check knows nothing of how a gateway works", () => {
  const folder = "test/e2e/cluster/check";
  const files = readdirSync(folder).filter((name) => !name.endsWith(".test.ts"));
  const sources = files.flatMap((name) =>
    importsOf(readFileSync(`${folder}/${name}`, "utf8")).map(({ source }) => source),
  );
  expect(sources.length).toBeGreaterThan(5);
  expect(sources.filter((source) => !/^\.\/[\w-]+\.ts$/.test(source))).toEqual([]);
});
