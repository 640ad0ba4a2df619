import { expect, test } from "vitest";
import { SingleFlight } from "../../../src/dispatch/identity/works.ts";
import { work } from "../../support/works.ts";

test("finds work by any of its identities", () => {
  const flight = new SingleFlight();
  const a = work("a");
  flight.claim(a, ["a", "alias"]);
  expect(flight.find(["x", "alias"])).toEqual([a]);
  expect(flight.find(["x"])).toEqual([]);
  expect([flight.knows(a, ["x", "a"]), flight.knows(a, ["x"])]).toEqual([true, false]);
});

test("finds every work that a set of identities links, each once, in the order of the identities", () => {
  const flight = new SingleFlight();
  const [a, b] = [work("a"), work("b")];
  flight.claim(a, ["a1", "a2"]);
  flight.claim(b, ["b1"]);
  expect(flight.find(["b1", "a1", "a2"])).toEqual([b, a]);
});

test("an identity belongs to the work that had it first", () => {
  const flight = new SingleFlight();
  const [a, b] = [work("a"), work("b")];
  flight.claim(a, ["shared"]);
  flight.claim(b, ["shared", "own"]);
  expect(flight.find(["shared"])).toEqual([a]);
  expect([a.ids, b.ids]).toEqual([["shared"], ["own"]]);
});

test("released work is forgotten, and takes no identity of another with it", () => {
  const flight = new SingleFlight();
  const [a, b] = [work("a"), work("b")];
  flight.claim(a, ["shared"]);
  flight.claim(b, ["shared", "own"]);
  flight.release(b);
  expect(flight.find(["shared", "own"])).toEqual([a]);
  flight.release(a);
  expect(flight.find(["shared"])).toEqual([]);
});
