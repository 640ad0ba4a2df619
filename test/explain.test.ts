import { expect, test } from "vitest";
import { z } from "zod";
import { explain } from "../src/explain.ts";

const schema = z.strictObject({
  port: z.int().min(1).max(65_535),
  name: z.string(),
  on: z.boolean().optional(),
  kind: z.enum(["http", "echo"]).optional(),
  ratio: z.number().gt(0).lt(1).optional(),
  list: z.array(z.strictObject({ id: z.string() })).optional(),
  words: z.record(z.string(), z.number()).optional(),
  call: z.custom<() => void>((value) => typeof value === "function", "a function").optional(),
});
const good = { port: 80, name: "n" };

test.each<[string, unknown, string]>([
  ["a missing key", { name: "n" }, "gateway.port: expected number, got nothing"],
  ["a wrong type", { ...good, name: 7 }, "gateway.name: expected string, got 7"],
  ["null", { ...good, name: null }, "gateway.name: expected string, got null"],
  ["a list", { ...good, name: [] }, "gateway.name: expected string, got an array"],
  ["an object", { ...good, name: {} }, "gateway.name: expected string, got an object"],
  ["a truth value", { ...good, name: true }, "gateway.name: expected string, got true"],
  ["a number that is too small", { ...good, port: 0 }, "gateway.port: expected at least 1, got 0"],
  ["a number that is too big", { ...good, port: 70_000 }, "gateway.port: expected at most 65535, got 70000"],
  ["a fraction", { ...good, port: 1.5 }, "gateway.port: expected int, got 1.5"],
  ["an open lower end", { ...good, ratio: 0 }, "gateway.ratio: expected more than 0, got 0"],
  ["an open upper end", { ...good, ratio: 1 }, "gateway.ratio: expected less than 1, got 1"],
  ["none of the choices", { ...good, kind: 1 }, 'gateway.kind: expected "http" or "echo", got 1'],
  ["a key that nobody knows", { ...good, prot: 1 }, "gateway.prot: no such key"],
  [
    "something in a list",
    { ...good, list: [{ id: "a" }, { id: 2 }] },
    "gateway.list[1].id: expected string, got 2",
  ],
  ["an unknown key in a list", { ...good, list: [{ id: "a", x: 1 }] }, "gateway.list[0].x: no such key"],
  [
    "a key that needs quotes",
    { ...good, words: { "/new": true } },
    'gateway.words["/new"]: expected number, got true',
  ],
  ["a check of one's own", { ...good, call: 5 }, "gateway.call: expected a function, got 5"],
])("explains %s: where, what was expected, what came", (_, input, line) => {
  const { error } = schema.safeParse(input);
  expect(error && explain(error, input, "gateway")).toBe(line);
});

test("a key at the top stands alone when the root has no name", () => {
  const input = { ...good, port: "80" };
  const { error } = schema.safeParse(input);
  expect(error && explain(error, input, "")).toBe("port: expected number, got a string");
});

test("never shows a text that came: it may be a message or a secret", () => {
  const input = { ...good, port: "hunter2", on: "hunter2" };
  const { error } = schema.safeParse(input);
  expect(error && explain(error, input, "gateway")).not.toContain("hunter2");
});
