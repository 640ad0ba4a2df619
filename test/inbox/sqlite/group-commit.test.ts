import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InboxError } from "../../../src/inbox/errors.ts";
import type { InboxHealth } from "../../../src/inbox/inbox.ts";
import { GroupCommit } from "../../../src/inbox/sqlite/group-commit.ts";
import { calm } from "../../support/calm.ts";

const full = new InboxError("ERR_INBOX_FULL", "full");
let fault: Error | undefined;
let commits: string[][];
let health: InboxHealth[];
let commit: GroupCommit;
let claim: (name: string) => Promise<string>;
let complete: (name: string) => Promise<string>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  fault = undefined;
  commits = [];
  health = [];
  let works: string[] = [];
  const write = (name: string) => {
    works.push(name);
    return name;
  };
  commit = new GroupCommit({
    file: "inbox.db",
    transact: (batch) => {
      works = [];
      const done = batch.map((work) => work());
      if (fault !== undefined) throw fault;
      commits.push(works);
      for (const acknowledge of done) acknowledge();
    },
    probe: () => void write("probe"),
    onHealth: (now) => health.push(now),
    timers: globalThis,
    now: Date.now,
    retryMs: 1000,
  });
  claim = (name) => commit.submit(() => write(name), false);
  complete = (name) => commit.submit(() => write(name), true);
});
afterEach(() => void vi.useRealTimers());

const settled = (promises: Promise<unknown>[]) =>
  Promise.all(
    promises.map((promise) => promise.then(String, (error: Error) => `${error.name}: ${error.message}`)),
  );

describe("a tick", () => {
  test("is one commit, in the order of the calls, for claims and completions alike", async () => {
    const all = [claim("a"), complete("b"), claim("c")];
    expect(commits).toEqual([]);
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
    expect(commits).toEqual([["a", "b", "c"]]);
  });

  test("does not hold a completion back until the next claim", async () => {
    await complete("a");
    await complete("b");
    expect(commits).toEqual([["a"], ["b"]]);
  });

  test("acknowledges nothing before its commit", async () => {
    let acknowledged = 0;
    void claim("a").then(() => (acknowledged = commits.length));
    await calm(2);
    expect(acknowledged).toBe(1);
  });

  test("with very many calls is several commits, with a turn for others in between", async () => {
    const all = Array.from({ length: 2500 }, (_, i) => claim(String(i)));
    await all[0];
    expect(commits.map((works) => works.length)).toEqual([1000]);
    expect(await Promise.all(all)).toEqual(all.map((_, i) => String(i)));
    expect(commits.map((works) => works.length)).toEqual([1000, 1000, 500]);
  });
});

describe("a fault", () => {
  test("rejects claims at once and keeps the rest, in order, until it is over", async () => {
    fault = full;
    const [a, b, c, d] = [complete("a"), claim("b"), complete("c"), claim("d")];
    expect(await settled([b, d])).toEqual(["InboxError: full", "InboxError: full"]);
    fault = undefined;
    expect(await settled([claim("e"), a, c])).toEqual(["e", "a", "c"]);
    expect(commits).toEqual([["a", "c", "e"]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("rejects every claim that waits, however many completions are kept", async () => {
    fault = full;
    const kept = Array.from({ length: 1500 }, (_, i) => complete(String(i)));
    const claims = Array.from({ length: 10 }, () => claim("x"));
    expect(new Set(await settled(claims))).toEqual(new Set(["InboxError: full"]));
    fault = undefined;
    await vi.advanceTimersByTimeAsync(1000);
    expect(await Promise.all(kept)).toEqual(kept.map((_, i) => String(i)));
  });

  test("is looked after even when nothing is asked for, and told once", async () => {
    expect(commit.health()).toEqual({ ok: true });
    const since = Date.now();
    fault = full;
    await settled([claim("a")]);
    expect(commit.health()).toEqual({ ok: false, since, error: full });
    await vi.advanceTimersByTimeAsync(3000);
    await calm();
    expect(health).toEqual([{ ok: false, since, error: full }]);
    expect(commit.health()).toEqual({ ok: false, since, error: full });
    fault = undefined;
    await vi.advanceTimersByTimeAsync(1000);
    await calm();
    expect(health.at(-1)).toEqual({ ok: true });
    expect(commits).toEqual([["probe"]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is told again when it becomes another one", async () => {
    fault = full;
    await settled([claim("a")]);
    fault = new InboxError("ERR_INBOX_IO", "broken");
    await settled([claim("a")]);
    expect(health).toMatchObject([
      { error: { code: "ERR_INBOX_FULL" } },
      { error: { code: "ERR_INBOX_IO" } },
    ]);
  });

  test("that is really a mistake in the program reaches its callers and is not tried again", async () => {
    fault = new TypeError("mistake");
    expect(await settled([claim("a"), complete("b")])).toEqual(["TypeError: mistake", "TypeError: mistake"]);
    expect(commit.health()).toEqual({ ok: true });
    expect(vi.getTimerCount()).toBe(0);
    fault = undefined;
    expect(await claim("c")).toBe("c");
  });

  test("cannot end the process through a promise that nobody looks at", async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    fault = full;
    void claim("a");
    void complete("b");
    await calm();
    await expect(commit.close()).rejects.toBe(full);
    await calm();
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });
});

describe("close", () => {
  test("commits what waits", async () => {
    const all = [claim("a"), complete("b")];
    await commit.close();
    expect(await Promise.all(all)).toEqual(["a", "b"]);
    expect(commits).toEqual([["a", "b"]]);
  });

  test("rejects with the fault what it cannot commit, and leaves no timer", async () => {
    fault = full;
    const all = [claim("a"), complete("b")];
    await expect(commit.close()).rejects.toBe(full);
    expect(await settled(all)).toEqual(["InboxError: full", "InboxError: The inbox inbox.db is closed."]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is silent about a fault that cost nothing", async () => {
    fault = full;
    await settled([claim("a")]);
    await commit.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
