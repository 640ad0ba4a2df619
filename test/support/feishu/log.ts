import type { ChannelLog } from "../../../src/feishu/sdk/log.ts";

/** A log that keeps its lines. */
export interface RecordedLog extends ChannelLog {
  readonly lines: Array<{ level: string; message: string; fields: Record<string, unknown> }>;
  /** Everything that was logged, errors with their causes, in one text: to see what must not be in it. */
  text(): string;
}

export function recordLog(): RecordedLog {
  const lines: RecordedLog["lines"] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, message, fields: { ...fields } });
  return {
    lines,
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    text: () => JSON.stringify(lines, (_, value) => (value instanceof Error ? everythingOf(value) : value)),
  };
}

function everythingOf(error: Error): object {
  return { ...error, name: error.name, message: error.message, stack: error.stack, cause: error.cause };
}
