/** A request that took too long, went to the wrong server, came too early, was one too many. */
const LATER = new Set([408, 421, 425, 429]);

/** Whether the same request may succeed later, by the HTTP status it was answered with. */
export function isPassingStatus(status: number): boolean {
  return status >= 500 || LATER.has(status);
}
