import { readFile } from "node:fs/promises";
import { InputError, UsageError } from "../errors.ts";
import { type DmScope, type FeishuEvent, isWork, parseEvent, toDispatch } from "../feishu/index.ts";
import { type Delivery, type Fixture, isRestart, type Restart } from "./fixture.ts";
import { type EventLine, type Header, invalid, type Place, readHeader, readStep } from "./fixture-lines.ts";
import { linkWorks } from "./works.ts";

// The last moment that a Date can hold.
const endOfTime = 8.64e15;

/**
 * Reads a fixture and checks every line of it.
 *
 * @param file JSON Lines, UTF-8: the header first, then what happens
 * @param dmScope what counts when the header names none
 * @throws UsageError `ERR_FIXTURE_UNREADABLE` or `ERR_INVALID_FIXTURE`, naming file, line and key
 */
export async function readFixture(file: string, dmScope?: DmScope): Promise<Fixture> {
  return parseFixture(await readText(file), file, dmScope);
}

/** The same for a text that has been read already; `file` is for messages. */
export function parseFixture(content: string, file: string, dmScope: DmScope = "main"): Fixture {
  const [first = "", ...rest] = content.replace(/\r?\n$/, "").split("\n");
  const header = withScope(readHeader(first, { file, line: 1 }), dmScope);
  const lines = rest.map((text, index) => readLine(text, { file, line: index + 2 }, header));
  checkOrder(lines);
  const steps = asSteps(lines);
  const events = lines.filter((line) => line.kind !== "restart").length;
  return { name: header.name, events, steps, startsAt: start(steps) };
}

type ScopedHeader = Header & { readonly dmScope: DmScope };

function withScope(header: Header, dmScope: DmScope): ScopedHeader {
  return { ...header, dmScope: header.dmScope ?? dmScope };
}

type Arrival = Omit<Delivery, "order" | "work">;
type Line = { readonly at: number; readonly place: Place } & (
  | { readonly kind: "restart" | "notice" }
  | { readonly kind: "arrival"; ids: readonly string[]; fails: number; delivery: Arrival }
);

function readLine(text: string, place: Place, header: ScopedHeader): Line {
  const line = readStep(text, place);
  const { at } = line;
  if ("restart" in line) return { kind: "restart", at, place };
  const event = readEvent(line, place);
  if (!isWork(event)) return { kind: "notice", at, place };
  const { account, transport, lanes = header.lanes, turnMs = header.turnMs, fails } = line;
  const dispatch = toDispatch(event, { account, dmScope: header.dmScope });
  if ((dispatch.createdAt ?? 0) > endOfTime) throw invalid(place, "event: written after the end of time");
  const delivery = { at, event, account, transport, lanes, turnMs, dispatch };
  return { kind: "arrival", at, place, ids: dispatch.ids, fails, delivery };
}

function readEvent({ event }: EventLine, place: Place): FeishuEvent {
  try {
    return parseEvent(event);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw invalid(place, `event.${cause.message}`, cause);
  }
}

function checkOrder(lines: readonly Line[]): void {
  let before = 0;
  for (const { at, place } of lines) {
    if (at < before) throw invalid(place, `at: expected at least ${before}, as the line before, got ${at}`);
    before = at;
  }
}

function asSteps(lines: readonly Line[]): Array<Delivery | Restart> {
  const works = linkWorks(lines.filter((line) => line.kind === "arrival"));
  const steps: Array<Delivery | Restart> = [];
  for (const line of lines) {
    if (line.kind === "restart") steps.push({ at: line.at, restart: true });
    if (line.kind !== "arrival") continue;
    const work = works.get(line);
    if (work) steps.push({ ...line.delivery, order: steps.length, work });
  }
  return steps;
}

/** Late enough that nothing arrives before it was written. */
function start(steps: ReadonlyArray<Delivery | Restart>): number {
  return steps.reduce((latest, step) => {
    const writtenAt = isRestart(step) ? 0 : (step.dispatch.createdAt ?? 0);
    return Math.max(latest, writtenAt - step.at);
  }, 0);
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause) => {
    throw new UsageError("ERR_FIXTURE_UNREADABLE", `${file}: cannot read it (${cause.code})`, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError("ERR_INVALID_FIXTURE", `${file}:1: not UTF-8`, { cause });
  }
}
