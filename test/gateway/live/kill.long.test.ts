import { expect, test } from "vitest";
import { killRepeatedly } from "../../e2e/kill/kill.ts";

/** `npm run test:kill -- --rounds 2000` does the same for longer, with another seed each time. */
test("a gateway that is killed again and again answers everything it acknowledged once, in order", async () => {
  const report = await killRepeatedly(4, 20260523);
  expect(report.faults).toEqual([]);
  expect(report.events).toBeGreaterThan(6);
}, 90_000);
