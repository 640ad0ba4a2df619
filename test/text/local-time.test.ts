import { expect, test, vi } from "vitest";
import { localTime } from "../../src/text/local-time.ts";

test.each([
  ["Asia/Shanghai", "2026-05-23 11:36:41 +08:00"],
  ["America/St_Johns", "2026-05-23 01:06:41 -02:30"],
  ["UTC", "2026-05-23 03:36:41 +00:00"],
])("a time is told by the clock in %s, with its distance to UTC", (zone, told) => {
  vi.stubEnv("TZ", zone);
  expect(localTime(1_779_507_401_000)).toBe(told);
});
