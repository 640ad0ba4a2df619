import type { ChannelLog } from "./log.ts";

/** Lines of one message in a minute; whoever sends refused requests must not fill the disk with them. */
const LINES = 20;
const MINUTE_MS = 60_000;

/**
 * A log that writes each message at most 20 times a minute. What is left out is counted: the next line of that
 * message says how many there were, as `leftOut`.
 *
 * @param now the clock, in ms since the epoch
 */
export function limitLog(log: ChannelLog, now: () => number): ChannelLog {
  const windows = new Map<string, Window>();
  const at = (level: keyof ChannelLog) => (fields: object, message: string) => {
    const window = windows.get(message) ?? { since: now(), written: 0, leftOut: 0 };
    windows.set(message, window);
    const said = admit(window, now());
    if (said) log[level]({ ...fields, ...said }, message);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

interface Window {
  since: number;
  written: number;
  leftOut: number;
}

/** What the line has to say beside its own; undefined when it is left out. */
function admit(window: Window, now: number): object | undefined {
  const isOver = Math.abs(now - window.since) >= MINUTE_MS;
  const { leftOut } = window;
  if (isOver) Object.assign(window, { since: now, written: 0, leftOut: 0 });
  if (window.written >= LINES) {
    window.leftOut += 1;
    return undefined;
  }
  window.written += 1;
  return isOver && leftOut > 0 ? { leftOut } : {};
}
