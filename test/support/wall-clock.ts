import { onTestFinished, vi } from "vitest";

/** The system's clock as somebody sets it, until the test has ended; timers and monotonic time go on as they are. */
export function wallClock(): { jump(ms: number): void } {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  return { jump: (ms) => void vi.setSystemTime(Date.now() + ms) };
}
