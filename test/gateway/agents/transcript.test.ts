import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { type Message, Transcripts } from "../../../src/gateway/agents/openai/transcript.ts";
import { type RecordedLog, recordLog } from "../../support/feishu/log.ts";

let folder: string;
let log: RecordedLog;
let transcripts: Transcripts;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "transcripts-"));
  log = recordLog();
  transcripts = new Transcripts(folder, log);
  return () => rm(folder, { recursive: true });
});

const said = (turnId: string): Message[] => [
  { turnId, role: "user", content: `question ${turnId}` },
  { turnId, role: "assistant", content: `answer ${turnId}` },
];

/** A session with two turns. */
async function session(): Promise<string> {
  const { file } = await transcripts.open("s");
  await transcripts.add(file, said("1"));
  await transcripts.add(file, said("2"));
  return file;
}

test.each([
  ["no JSON", "{"],
  ["what a lost block leaves", "\0\0\0\0"],
  ["other JSON", '{"turnId":"x","role":"judge"}'],
  ["null", "null"],
])("a damaged line is left out, with a word in the log: %s", async (_, damage) => {
  const file = await session();
  const lines = (await readFile(file, "utf8")).split("\n");
  lines[2] = damage;
  await writeFile(file, lines.join("\n"));
  const { messages } = await transcripts.open("s");
  expect(messages.map(({ content }) => content)).toEqual(["question 1", "question 2", "answer 2"]);
  expect(log.lines).toMatchObject([{ level: "warn", fields: { file, damaged: 1 } }]);
  expect(log.text()).not.toContain("answer 1");
});

test("a damaged first line takes nothing else with it", async () => {
  const file = await session();
  const [, ...rest] = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, ["\0", ...rest].join("\n"));
  expect((await transcripts.open("s")).messages).toEqual([...said("1"), ...said("2")]);
  await writeFile(file, rest.join("\n"));
  expect(await transcripts.open("s")).toMatchObject({
    messages: [...said("1"), ...said("2")],
    begunBy: null,
  });
});

test("a new session needs nothing of the old one's file", async () => {
  const file = await session();
  await rm(file);
  await mkdir(file);
  expect(await transcripts.begunBy("s")).toBeNull();
  await transcripts.begin("s", "t");
  expect(await transcripts.begunBy("s")).toBe("t");
  expect((await transcripts.open("s")).messages).toEqual([]);
});

test("older transcripts may be pruned, and a new session takes a number that none has", async () => {
  await session();
  for (const turn of ["a", "b", "c"]) await transcripts.begin("s", turn);
  const inFolder = dirname((await transcripts.open("s")).file);
  for (const name of ["000001.jsonl", "000003.jsonl"]) await rm(join(inFolder, name));
  await transcripts.begin("s", "d");
  expect((await readdir(inFolder)).sort()).toEqual(["000002.jsonl", "000004.jsonl", "000005.jsonl"]);
  expect(await transcripts.begunBy("s")).toBe("d");
});

test("a folder that cannot be read is no session without transcripts", async () => {
  const file = await session();
  await rm(dirname(file), { recursive: true });
  await writeFile(dirname(file), "");
  await expect(transcripts.open("s")).rejects.toMatchObject({ code: "ENOTDIR" });
});
