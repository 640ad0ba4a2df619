import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnosedBytes, logs } from "../support/doctor/diagnosed.ts";

/** Enough to tell what grows from what is held for some minutes of a log. */
const MEGABYTES = 100;
/** What is remembered, and what waits to be collected while new lines come. */
const MOST_MB = 250;

test.each(["2026.5.20-new-in-thread.log", "2026.5.20-new-in-thread.console.log"])(
  "hundreds of megabytes of %s take no more memory than one",
  async (name) => {
    const log = readFileSync(join(logs, name));
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    function* stream() {
      for (let read = 0; read < MEGABYTES * 1e6; read += log.length) {
        most = Math.max(most, process.memoryUsage().heapUsed - before);
        yield log;
      }
    }
    const { incidents, more } = await diagnosedBytes(stream());
    expect(incidents.length + more).toBeGreaterThan(1000);
    expect(most / 1e6).toBeLessThan(MOST_MB);
  },
  300_000,
);
