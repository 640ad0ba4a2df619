import { expect, test } from "vitest";
import { found, Script } from "./script.ts";

const stop = { purpose: "stop" } as const;

test("a turn that was cut off with nobody having said stop is lost", () => {
  expect(found(new Script().acked("a").began("a").ended("a", "cut"))).toEqual(["lost a"]);
});

test("it is not when its session was told to stop at that time", () => {
  const day = new Script().acked("a").began("a").acked("s", stop).ended("a", "cut").said("s", "Stopped.");
  expect(found(day)).toEqual([]);
});

test("it is when the stop came later, found nothing, or was of another session", () => {
  const cut = () => new Script().acked("a").began("a");
  expect(found(cut().ended("a", "cut").acked("s", stop).said("s", "Stopped."))).toEqual(["lost a"]);
  expect(found(cut().acked("s", stop).ended("a", "cut").said("s", "Nothing is running."))).toEqual([
    "lost a",
  ]);
  const other = cut()
    .acked("s", { ...stop, session: "other" })
    .ended("a", "cut")
    .said("s", "Stopped.");
  expect(found(other)).toEqual(["lost a"]);
});

test("a stop ends one turn", () => {
  const day = new Script()
    .acked("a")
    .acked("b")
    .began("a")
    .acked("s", stop)
    .ended("a", "cut")
    .said("s", "Stopped.");
  expect(found(day.began("b").ended("b", "cut"))).toEqual(["lost b"]);
});

test("a turn that failed, and was stopped before it was tried again", () => {
  const failed = () => new Script().acked("a").began("a").ended("a", "failed");
  expect(found(failed().acked("s", stop).said("s", "Stopped."))).toEqual([]);
  const passed = failed().acked("b").ran("b").acked("s", stop).said("s", "Stopped.");
  expect(found(passed)).toEqual(["lost a"]);
});

test("one that was stopped before its agent was asked", () => {
  expect(found(new Script().acked("a").acked("s", stop).said("s", "Stopped."))).toEqual([]);
  const early = new Script()
    .asked("a")
    .pushed("a")
    .pushEnded("a", "timeout")
    .acked("s", stop)
    .said("s", "Stopped.");
  expect(found(early.pushed("a").pushEnded("a", "acked"))).toEqual([]);
  const behind = new Script().acked("b").began("b").acked("a").acked("s", stop).said("s", "Stopped.");
  expect(found(behind.ended("b", "answered"))).toEqual(["lost a"]);
});

test("a stop goes to whom it ended for certain, not to somebody who was lost before", () => {
  const day = new Script().acked("lost").acked("a").acked("b").began("a").acked("s", stop).ended("a", "cut");
  expect(found(day.said("s", "Stopped.").ran("b"))).toEqual(["lost lost"]);
});

test("one that others have passed was not stopped", () => {
  const day = new Script().acked("lost").answered("a").acked("s", stop).said("s", "Stopped.");
  expect(found(day)).toEqual(["lost lost"]);
});

test("one that a gateway's end had cut, and that was stopped again before its agent was asked", () => {
  const cut = () => new Script().acked("a").began("a").killed().ended("a", "cut");
  expect(found(cut().acked("s", stop).said("s", "Stopped."))).toEqual([]);
  expect(found(cut().answered("b").acked("s", stop).said("s", "Stopped."))).toEqual(["lost a"]);
  expect(found(cut().said("s", "Stopped."))).toContain("lost a");
});
