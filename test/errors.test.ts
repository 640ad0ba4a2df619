import { expect, test } from "vitest";
import { DeadlockError, FeishuDispatchError, InputError, TurnStopped, UsageError } from "../src/index.ts";

test.each([UsageError, InputError, DeadlockError, TurnStopped])(
  "%o carries its name, code and cause",
  (Kind) => {
    const cause = new Error("below");
    const error = new Kind("ERR_SOMETHING", "what went wrong", { cause });
    expect(error).toBeInstanceOf(FeishuDispatchError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: Kind.name,
      code: "ERR_SOMETHING",
      message: "what went wrong",
      cause,
    });
    expect(String(error)).toBe(`${Kind.name}: what went wrong`);
  },
);

test("an error without a cause has none", () => {
  expect(new UsageError("ERR_SOMETHING", "what went wrong")).not.toHaveProperty("cause");
});
