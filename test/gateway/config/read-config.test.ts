import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultConfig, readConfig } from "../../../src/gateway/config/read-config.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "config-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function config(text: string) {
  const file = join(folder, "gateway.json5");
  await writeFile(file, text);
  return { file, read: () => readConfig(file) };
}

describe("a gateway config", () => {
  test("is JSON5, and knows where it came from", async () => {
    const { file, read } = await config(`{
      // as in OpenClaw's own
      session: { dmScope: 'per-peer' },
      channels: { feishu: { middleware: [['feishu-dispatch-dedup', { maxQueued: 3 }], './own.js', ['a-package']] } },
    }`);
    expect(await read()).toMatchObject({
      file,
      folder,
      session: { dmScope: "per-peer" },
      channels: {
        feishu: {
          middleware: [
            { name: "feishu-dispatch-dedup", options: { maxQueued: 3 } },
            { name: "./own.js", options: undefined },
            { name: "a-package", options: undefined },
          ],
        },
      },
    });
  });

  test.each(["{}", "{ channels: {} }", "{ channels: { feishu: {} } }"])(
    "registers no middleware: %s",
    async (text) => {
      const { read } = await config(text);
      expect(await read()).toMatchObject({ session: {}, channels: { feishu: { middleware: [] } } });
    },
  );

  test("is ours alone when there is none", () => {
    expect(defaultConfig.channels.feishu.middleware).toEqual([
      { name: "feishu-dispatch-dedup", options: undefined },
    ]);
  });

  const entry = 'expected "name" or ["name", {options}], got';
  const bad: Array<[text: string, reason: string]> = [
    ["", "not JSON5: invalid end of input at 1:1"],
    ["{ channels: [ }", "not JSON5: invalid character '}' at 1:15"],
    ["7", "expected object, got 7"],
    ["{ chanels: {} }", "chanels: no such key"],
    ["{ channels: { slack: {} } }", "channels.slack: no such key"],
    ["{ channels: { feishu: { midleware: [] } } }", "channels.feishu.midleware: no such key"],
    [
      "{ channels: { feishu: { middleware: {} } } }",
      "channels.feishu.middleware: expected array, got an object",
    ],
    ["{ channels: { feishu: { middleware: [3] } } }", `channels.feishu.middleware[0]: ${entry} 3`],
    [
      "{ channels: { feishu: { middleware: ['a', ''] } } }",
      "channels.feishu.middleware[1]: expected a text that is not empty, got a string",
    ],
    [
      "{ channels: { feishu: { middleware: [['a', {}, {}]] } } }",
      `channels.feishu.middleware[0]: ${entry} an array`,
    ],
    ["{ words: { stoped: '.' } }", "words.stoped: no such key"],
    [
      "{ words: { status: '{second} s' } }",
      "words.status: expected a text that is not empty, with no placeholders but {seconds}, {waiting}, got a string",
    ],
    [
      "{ words: { stopped: { zh: '' } } }",
      "words.stopped.zh: expected a text that is not empty, without placeholders, got a string",
    ],
    [
      "{ words: { stopped: 1 } }",
      'words.stopped: expected a text, or one by language: {"en": …, "zh": …}, got 1',
    ],
    [
      "{ session: { dmScope: 'each' } }",
      'session.dmScope: expected "main" or "per-peer" or "per-channel-peer" or "per-account-channel-peer", got "each"',
    ],
  ];

  test.each(bad)("is refused by file and key: %s", async (text, reason) => {
    const { file, read } = await config(text);
    await expect(read()).rejects.toMatchObject({ code: "ERR_INVALID_CONFIG", message: `${file}: ${reason}` });
  });

  test("that cannot be read is refused", async () => {
    await expect(readConfig(folder)).rejects.toMatchObject({
      code: "ERR_CONFIG_UNREADABLE",
      message: `${folder}: cannot read the config (EISDIR)`,
    });
  });
});
