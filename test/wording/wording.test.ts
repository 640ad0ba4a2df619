import { describe, expect, test } from "vitest";
import { actionWords, pageWords } from "../../src/board/words/board-page-words.ts";
import { columnWords, notRunWords } from "../../src/board/words/board-words.ts";
import { stepWords } from "../../src/board/words/step-words.ts";
import { languageOf, ownWords, Wording, type WordingOptions } from "../../src/wording/wording.ts";
import { channelWords, type Language, type Phrase, pluginWords, waitWords } from "../../src/wording/words.ts";
import { source } from "../support/source-files.ts";

const table = {
  bye: { en: "Bye.", zh: "再见。" },
  wait: { en: "Wait {seconds} s, {name}.", zh: "{name}，等 {seconds} 秒。" },
} as const;

describe("a text is Chinese where it has a Han character, else English", () => {
  test.each<[string, Language]>([
    ["停止", "zh"],
    ["please 停", "zh"],
    ["㐀", "zh"],
    ["stop", "en"],
    ["/stop", "en"],
    ["멈춰", "en"],
    ["。？", "en"],
    ["", "en"],
  ])("%j is %s", (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe("what is said", () => {
  const values = { seconds: 5, name: "$& {seconds}" };
  test.each<[Language, WordingOptions<keyof typeof table>, string]>([
    ["en", {}, "Wait 5 s, $& {seconds}."],
    ["zh", {}, "$& {seconds}，等 5 秒。"],
    ["zh", { language: "en" }, "Wait 5 s, $& {seconds}."],
    ["en", { language: "zh" }, "$& {seconds}，等 5 秒。"],
    ["en", { words: { wait: "{name}!" } }, "$& {seconds}!"],
    ["zh", { words: { wait: "{name}!" } }, "$& {seconds}!"],
    ["zh", { words: { wait: { zh: "{seconds} {seconds}" } } }, "5 5"],
    ["en", { words: { wait: { zh: "等" }, bye: "-" } }, "Wait 5 s, $& {seconds}."],
  ])("in %s with %j: %s", (language, options, text) => {
    expect(new Wording(table, options).say(language, "wait", values)).toBe(text);
  });

  test("placeholders have to be given, and no others", () => {
    const wording = new Wording(table);
    expect(wording.say("en", "bye")).toBe("Bye.");
    // @ts-expect-error: one is missing
    wording.say("en", "wait", { seconds: 5 });
    // @ts-expect-error: it has none
    wording.say("en", "bye", { seconds: 5 });
  });
});

describe("words of one's own", () => {
  const schema = ownWords(table);
  test.each<[object, boolean]>([
    [{}, true],
    [{ bye: "See you." }, true],
    [{ wait: "{name}: {name}" }, true],
    [{ wait: { zh: "等" } }, true],
    [{ bye: "" }, false],
    [{ bye: { en: "" } }, false],
    [{ bye: "{seconds}" }, false],
    [{ wait: "{second}" }, false],
    [{ wait: { zh: "{second}" } }, false],
    [{ wait: { fr: "Attendez." } }, false],
    [{ wait: 5 }, false],
    [{ hello: "Hi." }, false],
  ])("%j is taken: %s", (words, isTaken) => {
    expect(schema.safeParse(words).success).toBe(isTaken);
  });
});

const tables = [
  ...[channelWords, pluginWords, waitWords],
  ...[columnWords, notRunWords, pageWords, actionWords, stepWords],
];

test.each(tables.flatMap((table): Array<[string, Phrase]> => Object.entries(table)))(
  "%s has the same placeholders in every language",
  (_name, phrase) => {
    const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();
    expect(placeholders(phrase.zh)).toEqual(placeholders(phrase.en));
    expect([languageOf(phrase.en), languageOf(phrase.zh)]).toEqual(["en", "zh"]);
  },
);

test("there are no other Chinese words in the sources than those, the commands, and Feishu's own", () => {
  const files = [...source()]
    // A page's script is made of them.
    .filter(([file, text]) => !file.endsWith("/page/script.ts") && /\p{Script=Han}/u.test(text))
    .map(([file]) => file);
  const commands = ["src/dispatch/command-policy.ts", "src/dispatch/stop-words.ts"];
  const feishu = ["src/feishu/event/content/text.ts", "src/stand-in/api/message-items.ts"];
  const board = ["board-page-words", "board-words", "step-words"].map((name) => `src/board/words/${name}.ts`);
  expect(files).toEqual([...board, ...commands, ...feishu, "src/wording/words.ts"].toSorted());
});
