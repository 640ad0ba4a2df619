import { z } from "zod";
import { duration } from "../delays.ts";
import { UsageError } from "../errors.ts";
import { explain } from "../explain.ts";
import { dmScope } from "../gateway/config.ts";

const ms = duration();
const name = z.string().refine((text) => text !== "", "a text that is not empty");
const lanes = z.enum(["single", "dual", "nested"]);

const header = z.strictObject({
  fixture: z.literal(1),
  name,
  about: z.string().optional(),
  source: z.string().optional(),
  dmScope: dmScope.optional(),
  turnMs: ms.default(1500),
  lanes: lanes.default("single"),
});

const eventLine = z.strictObject({
  at: ms,
  event: z.looseObject({ schema: z.literal("2.0") }),
  account: name.refine((text) => text.length <= 256, "at most 256 characters").default("default"),
  transport: z.enum(["websocket", "webhook"]).default("websocket"),
  lanes: lanes.optional(),
  turnMs: ms.optional(),
  fails: z.int().min(0).default(0),
});

const restartLine = z.strictObject({ at: ms, restart: z.literal(true) });

export type Header = z.output<typeof header>;
export type EventLine = z.output<typeof eventLine>;
export type RestartLine = z.output<typeof restartLine>;

/** A line of a file, as an error names it. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** @throws UsageError as the other readers of a line: `ERR_INVALID_FIXTURE`, naming file, line and key */
export function readHeader(text: string, place: Place): Header {
  return check(header, parseJson(text, place), place);
}

export function readStep(text: string, place: Place): EventLine | RestartLine {
  const value = parseJson(text, place);
  const isRestart = typeof value === "object" && value !== null && "restart" in value;
  return isRestart ? check(restartLine, value, place) : check(eventLine, value, place);
}

export function invalid({ file, line }: Place, reason: string, cause?: unknown): UsageError {
  return new UsageError("ERR_INVALID_FIXTURE", `${file}:${line}: ${reason}`, { cause });
}

function check<T>(schema: z.ZodType<T>, value: unknown, place: Place): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(place, explain(result.error, value, ""), result.error);
}

/** The parser's own message would quote the line, which may hold what people wrote. */
function parseJson(text: string, place: Place): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(
      place,
      text.trim() === "" ? "expected a JSON object, got an empty line" : "not JSON",
      cause,
    );
  }
}
