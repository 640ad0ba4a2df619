/** A duration for people: 950 ms, 14.4 s, 2:05 min, 6:00 h. */
export function readableDuration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 3600 ? `${sixties(seconds)} min` : `${sixties(Math.round(seconds / 60))} h`;
}

function sixties(units: number): string {
  return `${Math.floor(units / 60)}:${String(units % 60).padStart(2, "0")}`;
}
