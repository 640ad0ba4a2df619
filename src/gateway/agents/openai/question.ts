import type { Quote } from "../../../feishu/channel.ts";
import type { Attachment } from "../../../feishu/index.ts";
import { isBlank } from "../../../text/blank.ts";
import type { AgentTurn } from "../agent.ts";
import { deedOf } from "./deed.ts";

/**
 * What a model is asked: what was written, behind what it quotes, with a mark for each picture and file; or what was
 * done without writing.
 *
 * @param before the conversation so far. What stands in it as a quote already is not said again: in a thread each
 * message quotes the first one
 * @returns never an empty text
 */
export function questionOf(
  turn: AgentTurn,
  before: ReadonlyArray<{ readonly content: string }> = [],
): string {
  const { kind, text, files, quote } = turn;
  const marks = marksOf(files, text);
  const said = [...textIn(text), ...marks].join("\n") || (deedOf(turn) ?? `[${kind}]`);
  const block = quote && blockOf(quote);
  const isKnown = block === undefined || before.some(({ content }) => content.startsWith(`${block}\n\n`));
  return isKnown ? said : `${block}\n\n${said}`;
}

function textIn(text = ""): string[] {
  return isBlank(text) ? [] : [text];
}

/** As Markdown quotes. */
function blockOf({ kind, text, files = [], isCut, problem }: Quote): string {
  if (problem !== undefined) return `> [a message that cannot be read: ${problem}]`;
  const lines = [...textIn(text).map((it) => (isCut ? `${it} […]` : it)), ...marksOf(files, text)];
  return (lines.join("\n") || `[${kind}]`).replaceAll(/^/gm, "> ");
}

/** A mark for each picture and file that has none in the text. */
function marksOf(files: readonly Attachment[], text = ""): string[] {
  return files.filter(({ imageKey, fileKey = imageKey }) => !text.includes(fileKey ?? "")).map(markOf);
}

function markOf({ kind, imageKey, fileKey = imageKey, fileName, durationMs }: Attachment): string {
  const length = durationMs === undefined ? undefined : `${Math.round(durationMs / 1000)} s`;
  return `[${[kind, fileName, length, fileKey].filter((it) => it !== undefined).join(" ")}]`;
}
