import { expect, test } from "vitest";
import { sdkLogger } from "../../../src/feishu/sdk/log.ts";
import { recordLog } from "../../support/feishu/log.ts";

test("of what the official client logs only texts are taken, without queries, and names of errors", () => {
  const log = recordLog();
  const logger = sdkLogger(log);
  const failure = Object.assign(new Error("hidden"), { code: "ECONNRESET", config: { data: "hidden" } });
  logger.error([[failure, { data: "hidden" }, "after trying"]]);
  logger.warn(["ws url: wss://example.com/ws?ticket=hidden&key=hidden end"]);
  logger.info(["ready", ["x".repeat(1000)]]);
  logger.debug([undefined, null, 7]);
  logger.trace(["hidden"]);
  expect(log.lines.map(({ level, fields }) => [level, fields.sdk])).toEqual([
    ["warn", "Error ECONNRESET after trying"],
    ["info", "ws url: wss://example.com/ws?… end"],
    ["debug", `ready ${"x".repeat(294)}`],
  ]);
});
