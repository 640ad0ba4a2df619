import { expect, test } from "vitest";
import { passFileOf } from "../../../src/gateway/board/pass-file.ts";
import { checkConfig } from "../../../src/gateway/index.ts";

test("it lies beside the inbox, beside the config where the inbox is no file, or where the config says", () => {
  const of = (config: object) => passFileOf(checkConfig(config, "/etc/bot/gateway.json5"));
  expect(of({})).toBe("/etc/bot/inbox.sqlite.board.json");
  expect(of({ inbox: { kind: "memory" } })).toBe("/etc/bot/gateway.json5.board.json");
  expect(of({ board: { file: "/run/bot/board.json" } })).toBe("/run/bot/board.json");
});
