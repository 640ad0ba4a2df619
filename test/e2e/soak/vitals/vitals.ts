/** How long gateways remember finished work here, in ms: longer than anything is delivered again. */
export const MEMORY_MS = 40_000;

/** How a process is at one moment, once everything that can go has gone. */
export interface Vitals {
  /** In ms since the epoch. */
  readonly at: number;
  readonly pid: number;
  /** What is in use of the heap and beside it, without compiled code, in bytes. */
  readonly heap: number;
  /** What the system has given it, in bytes. */
  readonly rss: number;
  /** What keeps it alive: timers, sockets, requests to the system. */
  readonly handles: number;
  /** Open files and sockets; undefined where the system does not tell. */
  readonly descriptors?: number;
}
