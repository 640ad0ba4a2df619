import type { ServerResponse } from "node:http";
import { UsageError } from "../errors.ts";

/** How often a page that is open hears of changes at most, and how often at least, in ms. */
const LEAST_MS = 1000;
const MOST_MS = 10_000;
/** Telling it takes no more than one part in so many of the time, however much there is to look through. */
const SHARE = 50;
/** So many pages can be open at once. */
const MOST_OPEN = 20;

interface Stream {
  readonly response: ServerResponse;
  readonly make: () => object;
  readonly follow: () => number;
  version: string;
  sentAt: number;
  /** Not again before then. */
  nextAt: number;
}

/** Server-sent events for pages that are open: everything anew, at most once a second and only when it has changed. */
export class Streams {
  readonly #open = new Set<Stream>();
  /** Answers that go on until either side ends them. */
  readonly #responses = new Set<ServerResponse>();
  readonly #version: () => number;
  #timer: NodeJS.Timeout | undefined;

  /** @param version changes whenever anything does that is told */
  constructor(version: () => number) {
    this.#version = version;
  }

  /**
   * @param make what is told
   * @param follow looks, when it is time to, for what that takes from elsewhere; the number changes when that does
   * @throws UsageError `ERR_TOO_MANY_PAGES`
   */
  add(response: ServerResponse, make: () => object, follow: () => number = () => 0): void {
    if (this.#open.size >= MOST_OPEN)
      throw new UsageError("ERR_TOO_MANY_PAGES", `${MOST_OPEN} pages are open already; close one`);
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    const stream = { response, make, follow, version: "", sentAt: 0, nextAt: 0 };
    this.#open.add(stream);
    this.keep(response);
    response.once("close", () => this.#drop(stream));
    this.#timer ??= setInterval(() => this.#tellAll(), LEAST_MS / 4).unref();
    this.#tell(stream, performance.now());
  }

  close(): void {
    for (const response of this.#responses) response.end();
  }

  /** Ends the answer when the gateway ends, unless it has ended before. */
  keep(response: ServerResponse): void {
    this.#responses.add(response);
    response.once("close", () => this.#responses.delete(response));
  }

  #drop(stream: Stream): void {
    this.#open.delete(stream);
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tellAll(): void {
    const now = performance.now();
    for (const stream of this.#open) {
      const hasNews = stream.version !== this.#versionOf(stream) || now - stream.sentAt > MOST_MS;
      // Who reads slowly gets the newest once there is room, and nothing is kept in between.
      if (hasNews && now >= stream.nextAt && !stream.response.writableNeedDrain) this.#tell(stream, now);
    }
  }

  #tell(stream: Stream, now: number): void {
    stream.version = this.#versionOf(stream);
    stream.sentAt = now;
    stream.response.write(`data: ${JSON.stringify(stream.make())}\n\n`);
    stream.nextAt = now + Math.max(LEAST_MS, (performance.now() - now) * SHARE);
  }

  #versionOf({ follow }: Stream): string {
    return `${this.#version()} ${follow()}`;
  }
}
