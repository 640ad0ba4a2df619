import { gzipSync } from "node:zlib";
import { visible } from "../../text/visible.ts";
import type { Timeline } from "../timeline.ts";

// Of a text, in characters. What is longer is cut: a page of thousands of messages has to open.
const LONGEST = 300;

/**
 * The timeline as JSON, packed: 10,000 turns take a tenth of their size, and no text of a message can be taken for a
 * piece of the page.
 */
export function dataOf(timeline: Timeline): string {
  const json = JSON.stringify(timeline, (_, value) => (typeof value === "string" ? shown(value) : value));
  return gzipSync(json, { level: 9 }).toString("base64");
}

/** A text as it is shown. */
export function shown(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return visible(short.toWellFormed());
}
