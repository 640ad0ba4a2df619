import { expect, test } from "vitest";
import { found, Script } from "./script.ts";

test("two turns of one session that began in the wrong order", () => {
  expect(found(new Script().acked("a").acked("b").ran("b").ran("a"))).toEqual(["order b a"]);
});

test("turns of different sessions, and asides, keep no order", () => {
  const other = new Script().acked("a").acked("b", { session: "other" });
  expect(found(other.began("b", 1, "key of other").ended("b", "answered").ran("a"))).toEqual([]);
  const aside = new Script().acked("a").acked("b", { purpose: "aside" }).began("a").ran("b");
  expect(found(aside.ended("a", "answered"))).toEqual([]);
});

test("what was delivered again counts from its first delivery to its acknowledgement", () => {
  const crossing = () =>
    new Script()
      .asked("a")
      .pushed("a")
      .pushEnded("a", "timeout")
      .acked("b")
      .pushed("a")
      .pushEnded("a", "acked");
  expect(found(crossing().ran("a").ran("b"))).toEqual([]);
  expect(found(crossing().ran("b").ran("a"))).toEqual([]);
  expect(found(crossing().acked("c").ran("b").ran("c").ran("a"))).toEqual(["order c a"]);
});

test("what cannot have arrived counts from its next delivery", () => {
  const late = (outcome: "refused" | "unreachable") =>
    new Script()
      .asked("a")
      .pushed("a")
      .pushEnded("a", outcome)
      .acked("b")
      .pushed("a")
      .pushEnded("a", "acked");
  expect(found(late("unreachable").ran("a").ran("b"))).toEqual(["order a b"]);
  expect(found(late("refused").ran("a").ran("b"))).toEqual(["order a b"]);
});

test("on one link nothing overtakes, by webhook two that cross may", () => {
  const both = (link: string) =>
    new Script()
      .asked("a")
      .pushed("a", link)
      .asked("b")
      .pushed("b", link)
      .pushEnded("a", "acked")
      .pushEnded("b", "acked");
  expect(found(both("link").ran("b").ran("a"))).toEqual(["order b a"]);
  expect(found(both("").ran("b").ran("a"))).toEqual([]);
});

test("two turns of one session at once", () => {
  const day = new Script().acked("a").acked("b").began("a").began("b");
  expect(found(day.ended("b", "answered").ended("a", "answered"))).toEqual(["overlap a b"]);
});

test("a turn ends with its gateway's process, whenever the agent notices", () => {
  const day = new Script().acked("a").acked("b").began("a").killed();
  expect(found(day.began("a", 2).ended("a", "answered").ran("b"))).toEqual([]);
});

test("a turn that was cut off must be first when its gateway is back", () => {
  const day = new Script().acked("a").acked("b").began("a").killed().ended("a", "cut");
  expect(found(day.ran("b").ran("a", 2))).toEqual(["order b a"]);
});

test("a session waits for a turn that failed and is tried again", () => {
  const day = new Script().acked("a").acked("b").began("a").ended("a", "failed");
  expect(found(day.ran("b").ran("a", 2))).toEqual(["order b a"]);
});

test("two at once of which one was stopped, but had not ended by far", () => {
  const day = (ms: number) =>
    new Script()
      .acked("a")
      .acked("s", { purpose: "stop" })
      .acked("b")
      .began("a")
      .said("s", "Stopped.")
      .began("b")
      .wait(ms)
      .ended("a", "cut")
      .ended("b", "answered");
  expect(found(day(0))).toEqual([]);
  expect(found(day(500))).toEqual(["overlap a b"]);
});

test("a session that has two names at the gateway", () => {
  const day = new Script().acked("a").acked("b").ran("a").began("b", 1, "another").ended("b", "answered");
  expect(found(day)).toEqual(["wrong a b"]);
});

test("a turn that had ended and runs again", () => {
  expect(found(new Script().answered("a").began("a", 2).ended("a", "answered", "re a: 1"))).toEqual([
    "again a",
  ]);
});

test("a turn runs again when its gateway ended just then, and not long after", () => {
  const day = (ms: number) =>
    new Script().answered("a").wait(ms).killed().began("a", 2).ended("a", "answered", "re a: 1");
  expect(found(day(100))).toEqual([]);
  expect(found(day(3000))).toEqual(["again a"]);
});

test("a turn runs again when its gateway never knew that the answer had been sent", () => {
  const day = new Script()
    .acked("a")
    .began("a")
    .ended("a", "answered", "re a: 1")
    .said("a", "re a: 1", false);
  expect(found(day.wait(3000).killed().began("a", 2).ended("a", "answered", "re a: 1"))).toEqual([]);
});

test("a turn runs again when its gateway had ended before the agent had", () => {
  const day = new Script().acked("a").began("a").killed().ended("a", "answered", "re a: 1").wait(3000);
  expect(found(day.ran("a", 2))).toEqual([]);
});

test("a turn that was stopped does not run again", () => {
  const day = new Script()
    .acked("a")
    .acked("s", { purpose: "stop" })
    .began("a")
    .said("s", "Stopped.")
    .ended("a", "cut");
  expect(found(day)).toEqual([]);
  expect(found(day.ran("a", 2))).toEqual(["again a"]);
});
