import { expect, test } from "vitest";
import { RecalledIdentities } from "../../../src/dispatch/identity/recalled.ts";
import { SettledIdentities } from "../../../src/dispatch/identity/settled.ts";
import { Works } from "../../../src/dispatch/identity/works.ts";
import { work } from "../../support/dispatch/works.ts";

const limits = { max: 100, ttlMs: 1000, now: () => 0 };
const inMemory = () => new Works(new SettledIdentities(limits), new RecalledIdentities(limits));

test("finds work by any of its identities", () => {
  const works = inMemory();
  const a = work("a");
  works.claim(a, ["a", "alias"]);
  expect(works.find(["x", "alias"])).toEqual([a]);
  expect(works.find(["x"])).toEqual([]);
  expect([works.knows(a, ["x", "a"]), works.knows(a, ["x"])]).toEqual([true, false]);
});

test("finds every work that a set of identities links, each once, in the order of the identities", () => {
  const works = inMemory();
  const [a, b] = [work("a"), work("b")];
  works.claim(a, ["a1", "a2"]);
  works.claim(b, ["b1"]);
  expect(works.find(["b1", "a1", "a2"])).toEqual([b, a]);
});

test("an identity belongs to the work that had it first", () => {
  const works = inMemory();
  const [a, b] = [work("a"), work("b")];
  works.claim(a, ["shared"]);
  works.claim(b, ["shared", "own"]);
  expect(works.find(["shared"])).toEqual([a]);
  expect([a.ids, b.ids]).toEqual([["shared"], ["own"]]);
});

test("released work is forgotten, and takes no identity of another with it", () => {
  const works = inMemory();
  const [a, b] = [work("a"), work("b")];
  works.claim(a, ["shared"]);
  works.claim(b, ["shared", "own"]);
  works.release(b);
  expect(works.find(["shared", "own"])).toEqual([a]);
  works.release(a);
  expect(works.find(["shared"])).toEqual([]);
});
