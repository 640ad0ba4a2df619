import { join } from "node:path";
import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { sessionsTable } from "../../src/cli/board/sessions-table.ts";
import { itemTable, rowsTable, statsTable } from "../../src/cli/inbox/inbox-tables.ts";
import { tableOf as incidentsTable } from "../../src/doctor/report/table.ts";
import { tableOf as fixturesTable } from "../../src/replay/report/table.ts";
import { widthOf } from "../../src/text/wrap-text.ts";
import { fixtures, incidents, item, live, rows } from "../support/cli/shown.ts";

const { getColorDepth } = WriteStream.prototype;
const folder = join(import.meta.dirname, "../support/cli/tables");

const tables: Record<string, (stream: NodeJS.WritableStream) => string> = {
  replay: (stream) => fixturesTable(fixtures, stream),
  doctor: (stream) => incidentsTable(incidents, stream),
  sessions: (stream) => sessionsTable(live, "en", stream),
  "sessions-zh": (stream) => sessionsTable(live, "zh", stream),
  "inbox-list": (stream) => rowsTable(rows, stream),
  "inbox-show": (stream) => itemTable(item, stream),
  "inbox-stats": (stream) => statsTable({ pending: 2, dead: 1, done: 3, bytes: 3_000_000 }, stream),
};

beforeEach(() => {
  for (const name of ["NO_COLOR", "NODE_DISABLE_COLORS", "FORCE_COLOR", "CI"]) vi.stubEnv(name, undefined);
  vi.stubEnv("TERM", "xterm-256color");
  vi.stubEnv("TZ", "Asia/Shanghai");
});

describe.each(Object.entries(tables))("the table of %s", (name, draw) => {
  test.each([80, 120, 200])("fits a terminal of %i columns", async (columns) => {
    const drawn = draw(Object.assign(new PassThrough(), { isTTY: true, columns, getColorDepth }));
    for (const line of drawn.split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
    const legible = drawn.replaceAll("\u001b", "␛");
    await expect(legible).toMatchFileSnapshot(join(folder, `${name}-${columns}-colour.txt`));
    const plain = draw(Object.assign(new PassThrough(), { isTTY: true, columns, getColorDepth: () => 1 }));
    expect(plain).toBe(stripVTControlCharacters(drawn));
    await expect(plain).toMatchFileSnapshot(join(folder, `${name}-${columns}.txt`));
  });
});
