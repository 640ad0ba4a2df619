import { element } from "../../../timeline/browser/elements/elements.ts";
import type { Gateway } from "../gateway.ts";

/** Saves rows as a fixture, by the browser's own way to save a file. @returns how many events are in it */
export async function save(gateway: Gateway, rows: readonly number[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { fixture, events } = await gateway.post<{ fixture: string; events: number }>("/board/fixture", {
    rows,
  });
  const url = URL.createObjectURL(new Blob([fixture], { type: "application/jsonl" }));
  element("a", { href: url, download: "pending.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return events;
}
