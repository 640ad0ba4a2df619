import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { blocksIn } from "../../support/markdown/blocks.ts";
import { readmes } from "../../support/markdown/pages.ts";
import { Reader } from "./support/reader.ts";

describe.each(readmes)("%s, followed from top to bottom", (readme) => {
  const blocks = blocksIn(readFileSync(readme, "utf8"));
  let reader: Reader;
  beforeAll(async () => {
    reader = await Reader.open(inject("installed"));
  });
  afterAll(() => reader.close());

  test.each(blocks.map((block) => [block.line, block.code.trim().split("\n", 1)[0], block] as const))(
    "line %i: %s",
    async (_line, _first, block) => {
      if (block.language !== "sh") return reader.write(block);
      if (block.notRun !== undefined) return expect(block.notRun).toMatch(/^.{8,}$/);
      const { manner, said, code } = await reader.run(block.code);
      expect(code, said).toBe(manner.until ? undefined : (manner.code ?? 0));
      if (manner.says) expect(said).toMatch(manner.says);
    },
  );

  test("what the replay prints is shown as it is printed", () => {
    const replay = ["src/cli/main.ts", "replay", "fixtures", "--config", "fixtures/gateway.json5"];
    const printed = new Set(execFileSync(process.execPath, replay, { encoding: "utf8" }).split("\n"));
    const shown = blocks
      .filter(({ code }) => code.startsWith("│"))
      .flatMap(({ code }) => code.trim().split("\n"));
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.filter((line) => !printed.has(line))).toEqual([]);
  });

  test("then the bot says what it is told", async () => {
    const { feishu } = reader;
    feishu.deliver(new EventMaker().text({ user: "alice" }, "hello"));
    await feishu.changes.until("the answer", () => feishu.messages.length > 0, 20_000);
    expect(feishu.messages.map(({ content }) => content)).toEqual([expect.stringContaining("hello")]);
  });
});
