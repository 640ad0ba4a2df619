import { expect, test } from "vitest";
import { found, Script } from "./script.ts";

test("a day on which everything was answered once is clean", () => {
  const day = new Script();
  day.answered("a").answered("b");
  expect(found(day)).toEqual([]);
});

test("a message that was acknowledged and never had a turn is lost", () => {
  expect(found(new Script().acked("a").answered("b"))).toEqual(["lost a"]);
});

test("an answer that was never sent is lost, and so is one line of several", () => {
  const day = new Script()
    .acked("a")
    .began("a")
    .ended("a", "answered", "re a: 1", "re a: 2")
    .said("a", "re a: 1");
  expect(found(day)).toEqual(["lost a"]);
});

test("what was not acknowledged need not be answered, nor a card that was turned away", () => {
  const day = new Script().asked("a").pushed("a").pushEnded("a", "timeout");
  expect(found(day.asked("b").pushed("b").pushEnded("b", "acked", true))).toEqual([]);
});

test("what Feishu tried again and again is lost when it was never acknowledged", () => {
  const day = new Script()
    .asked("a")
    .pushed("a")
    .pushEnded("a", "timeout")
    .pushed("a")
    .pushEnded("a", "refused");
  expect(found(day)).toEqual(["lost a"]);
});

test("what was sent twice at once, and not again, may never be acknowledged: a card's action", () => {
  const day = new Script().asked("a").pushed("a").pushed("a").pushEnded("a", "unreachable");
  expect(found(day)).toEqual([]);
});

test("an answer that the user reads twice", () => {
  expect(found(new Script().answered("a").said("a", "re a: 1"))).toEqual(["twice a"]);
});

test("a second answer to a command of the gateway's, unless it was cut off in between", () => {
  const stop = () => new Script().acked("s", { purpose: "stop" }).said("s", "Nothing is running.");
  expect(found(stop())).toEqual([]);
  expect(found(stop().said("s", "Stopped."))).toEqual(["twice s"]);
  expect(found(stop().killed().said("s", "Stopped."))).toEqual([]);
  expect(found(new Script().acked("s", { purpose: "status" }))).toEqual(["lost s"]);
  expect(found(new Script().acked("s", { purpose: "status" }).said("s", "Stopped."))).toEqual(["wrong s"]);
});

test("something that the agent did not say", () => {
  expect(found(new Script().answered("a").said("a", "re a: nonsense"))).toEqual(["wrong a"]);
});

test("an answer under somebody else's message", () => {
  const day = new Script().answered("a").acked("b").began("b").ended("b", "answered", "re b: 1");
  expect(found(day.said("a", "re b: 1"))).toEqual(["lost b", "wrong"]);
});

test("a refusal of the agent has to be told, once", () => {
  const day = () => new Script().acked("a").began("a").ended("a", "refused");
  expect(found(day())).toEqual(["lost a"]);
  expect(found(day().told("a"))).toEqual([]);
  expect(found(day().told("a").told("a"))).toEqual(["twice a"]);
});

test("a failure is told only when there is one: not while there are attempts left, nor of a turn that was answered", () => {
  const failed = (attempt: number) =>
    new Script().acked("a").began("a", attempt).ended("a", "failed").told("a");
  expect(found(failed(3))).toEqual([]);
  expect(found(failed(2))).toEqual(["wrong a"]);
  expect(found(new Script().answered("a").told("a"))).toEqual(["wrong a"]);
  expect(found(new Script().acked("a").told("a"))).toEqual(["wrong a"]);
});

test("an agent that hangs is given up when its time is up, and not before", () => {
  const hung = (ms: number) => new Script().acked("a").began("a").wait(ms).ended("a", "cut").told("a");
  expect(found(hung(5000))).toEqual([]);
  expect(found(hung(2000))).toEqual(["wrong a"]);
});

test("a reply that Feishu refused is told of instead", () => {
  const day = new Script().acked("a", { isRefused: true }).began("a").ended("a", "answered", "re a: 1");
  expect(found(day)).toEqual(["lost a"]);
  expect(found(day.told("a"))).toEqual([]);
});

test("a gateway that ends by itself, badly, or late", () => {
  expect(found(new Script().killed())).toEqual([]);
  expect(found(new Script().gatewayEnded(undefined, 1, 0))).toEqual(["process"]);
  expect(found(new Script().gatewayEnded("SIGTERM", 1, 10))).toEqual(["process"]);
  expect(found(new Script().gatewayEnded("SIGTERM", 0, 60_000))).toEqual(["process"]);
});
