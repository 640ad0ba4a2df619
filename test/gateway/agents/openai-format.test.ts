import { beforeEach, expect, test } from "vitest";
import { ask, turnOf } from "../../support/gateway/agents.ts";
import { type Model, startModel, stream } from "../../support/gateway/model.ts";

let model: Model;
beforeEach(async () => {
  model = await startModel();
  return () => model.close();
});

test("what the model writes is markdown when the config says so, also when it is sent again", async () => {
  const it = await model.agent({ format: "markdown" });
  const one = turnOf("one");
  expect(await ask(it, one)).toEqual([{ markdown: "re: one" }]);
  expect(await ask(it, { ...one, attempt: 2 })).toEqual([{ markdown: "re: one" }]);
});

test("for a card the answer is said piece by piece, and written down whole", async () => {
  model.answer = (response) => stream(response, ["o", "ne", "", " two"]);
  const it = await model.agent({ stream: "card" });
  const one = turnOf("hi");
  expect(await ask(it, one)).toEqual([{ delta: "o" }, { delta: "ne" }, { delta: " two" }]);
  expect(await ask(it, { ...one, attempt: 2 })).toEqual(["one two"]);
});
