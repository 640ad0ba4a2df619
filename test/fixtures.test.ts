import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createdAtOf, isMessage, isNotice, isWork, parseEvent, toDispatch } from "../src/feishu/index.ts";

const folder = join(import.meta.dirname, "../fixtures");
const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
const readme = readFileSync(join(folder, "README.md"), "utf8");

interface Line {
  readonly at: number;
  readonly event?: { readonly header: { readonly app_id: string } };
  readonly account?: string;
}

function read(name: string): { header: Record<string, unknown>; lines: Line[] } {
  const text = readFileSync(join(folder, name), "utf8");
  expect(text.endsWith("}\n")).toBe(true);
  const [header, ...lines] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { header, lines };
}

const eventsOf = (name: string) =>
  read(name).lines.flatMap(({ at, event, account }) =>
    event ? [{ at, account: account ?? "default", raw: event, event: parseEvent(event) }] : [],
  );

test("covers every situation that was asked for", () => {
  const asked = [
    ["report-third-failure", "new-then-message-0ms", "new-then-message-200ms", "new-then-message-1000ms"],
    ["new-in-thread-mid-turn", "new-by-another-user-shared-session", "dual-lanes", "nested-lanes"],
    [
      "redelivery-schedule",
      "redelivery-fresh-message-id",
      "websocket-and-webhook",
      "burst",
      "same-text-twice",
    ],
    ["out-of-order", "stop-during-turn", "approve-during-turn", "reaction-and-card-during-turn"],
    ["throws-then-redelivered", "restart-mid-turn", "hundred-users"],
  ].flat();
  expect(names).toEqual(expect.arrayContaining(asked.map((name) => `${name}.jsonl`)));
});

test("has a row in the README for every file, and no row without one", () => {
  const rows = readme.split("\n").filter((line) => line.startsWith("| `") && line.split(" | ").length === 4);
  const listed = rows.flatMap((row) => {
    const [first = "", ...gaps] = [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(
      ([, it]) => it ?? "",
    );
    return [first, ...gaps.map((gap) => first.replace("-0ms", gap))];
  });
  expect(listed.sort()).toEqual(names.map((name) => name.replace(".jsonl", "")).sort());
});

describe.each(names)("%s", (name) => {
  test("says what it is and where it comes from", () => {
    const { header } = read(name);
    expect(header).toMatchObject({ fixture: 1, name: name.replace(".jsonl", "") });
    expect(header.about).toMatch(/^.{20,300}\.$/);
    expect(header.source).toMatch(/^.{20,500}\.$/);
    expect(header.dmScope).toMatch(/^(main|per-channel-peer)$/);
  });

  test("has events that Feishu could have sent, each with identities and a session", () => {
    for (const { event, raw } of eventsOf(name)) {
      expect(event).toEqual(raw);
      const { ids, sessionKey } = toDispatch(event, { dmScope: "per-channel-peer" });
      expect(ids.length).toBeGreaterThan(isMessage(event) ? 1 : 0);
      if (isWork(event)) expect(sessionKey).toMatch(/^agent:main:feishu:(direct:ou|group:oc)_[0-9a-f]{32}$/);
    }
  });

  test("has nothing that arrives before it was written, nor long after but for redeliveries", () => {
    const { lines } = read(name);
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
    const starts: number[] = [];
    const seen = new Set<string>();
    for (const { at, event, account } of eventsOf(name)) {
      const ids = toDispatch(event, { account }).ids;
      if (!ids.some((id) => seen.has(id)) && !isNotice(event)) starts.push(createdAtOf(event) - at);
      for (const id of ids) seen.add(id);
    }
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(200);
  });

  test("has invented ids of the right form, and one app for each account", () => {
    const accounts = new Map<string, Set<string>>();
    for (const { account, raw } of eventsOf(name)) {
      accounts.set(account, (accounts.get(account) ?? new Set()).add(raw.header.app_id));
      const ids = JSON.stringify(raw).match(/\b(ou|on|oc|om|omt|cli)_\w+/g) ?? [];
      const form = /^((ou|on|oc)_[0-9a-f]{32}|om_x100b[0-9a-f]{27}|omt_[0-9a-f]{16}|cli_[0-9a-f]{16})$/;
      expect(ids.filter((id) => !form.test(id))).toEqual([]);
    }
    const apps = [...accounts.values()].map((it) => [...it]);
    expect(apps.every((it) => it.length === 1)).toBe(true);
    expect(new Set(apps.flat()).size).toBe(apps.length);
  });
});

test("keeps the report's times", () => {
  const [first, second] = eventsOf("report-third-failure.jsonl");
  const utc8 = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19);
  const arrival = (at = 0) => Date.parse("2026-05-23T03:36:41Z") + at;
  expect(first && arrival(first.at) - createdAtOf(first.event)).toBeLessThan(1_000);
  expect(utc8(arrival(second?.at))).toBe("2026-05-23T11:37:33");
  const { lines } = read("report-third-failure.jsonl");
  expect(lines[1]).toMatchObject({ turnMs: 14_386, lanes: "dual" });
});
