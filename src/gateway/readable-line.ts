import { styleText } from "node:util";
import { localClock } from "../text/local-time.ts";
import { visible } from "../text/visible.ts";

/** A line of the log, as JSON has it. */
type Line = Readonly<Record<string, unknown>>;

/** An error in it. */
interface Described {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

type Style = "dim" | "cyan" | "yellow" | "red";

const levels: Readonly<Record<number, readonly [word: string, style: Style]>> = {
  10: ["trace", "dim"],
  20: ["debug", "dim"],
  30: ["info", "cyan"],
  40: ["warn", "yellow"],
  50: ["error", "red"],
  60: ["fatal", "red"],
};

/**
 * A line of the log for who sits at a terminal: the time on the wall, the level as a word, what is said, and behind it
 * what it is about. Errors have a line each, with their stack only where nothing else tells what they are.
 */
export function readableLine({ level, time, msg = "", ...fields }: Line): string {
  const [word, style] = levels[Number(level)] ?? ["", "dim"];
  const values = Object.entries(fields).filter(([, value]) => !isError(value));
  const about = values.map(([key, value]) => ` ${paint("dim", `${key}=`)}${textOf(value)}`).join("");
  const errors = Object.values(fields).filter(isError).flatMap(errorLines);
  const said = `${paint("dim", localClock(Number(time)))} ${paint(style, word.padEnd(5))} ${visible(String(msg))}`;
  return [said + (about && ` ${about}`), ...errors].join("\n");
}

function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}

function isError(value: unknown): value is Described {
  return typeof value === "object" && value !== null && "message" in value && "name" in value;
}

/** What others wrote must not steer the terminal. */
function textOf(value: unknown): string {
  const isPlain = typeof value === "string" && /^[^\s"]+$/.test(value);
  return visible(isPlain ? value : JSON.stringify(value));
}

function errorLines({ name, code, message, stack, cause }: Described): string[] {
  const named = code === undefined ? name : code;
  const said = String(message);
  const text = said.startsWith(String(named)) ? said : `${named}: ${said}`;
  const hasCode = code !== undefined;
  // The first line of a stack is the error again.
  const frames = hasCode || typeof stack !== "string" ? [] : stack.split("\n").filter(isFrame);
  const causes = isError(cause) ? errorLines(cause) : [];
  return [
    `    ${visible(text)}`,
    ...frames.map((frame) => paint("dim", `      ${visible(frame.trim())}`)),
    ...causes,
  ];
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
