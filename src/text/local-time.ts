/** A moment as the clock on the wall shows it here, with its distance to UTC: `2026-05-23 11:37:33 +08:00`. */
export function localTime(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${localClock(ms)} ${offsetOf(-date.getTimezoneOffset())}`;
}

/** The same for who knows the year and where the clock hangs: `05-23 11:37:33`. */
export function localClock(ms: number): string {
  const date = new Date(ms);
  const day = [date.getMonth() + 1, date.getDate()].map(two).join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}

function offsetOf(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
