import { describe, expect, test } from "vitest";
import { commandPolicy } from "../../src/dispatch/command-policy.ts";

const kindOf = commandPolicy();

describe("a command is recognised", () => {
  test.each([
    ["in capitals", "/NEW"],
    ["with space around it", "  /new \n"],
    ["with arguments", "/new claude-opus, please"],
    ["with arguments on the next line", "/new\nhello"],
    ["with a colon before its arguments", "/new: hello"],
    ["with a full-width colon", "/new：你好"],
    ["with punctuation after it", "/new!"],
    ["with a full-width slash", "／new"],
    ["in full-width letters", "／ＮＥＷ　hello"],
    ["after a full-width space", "　/new"],
    ["after a zero-width space", "\u200b/new"],
    ["after a byte order mark", "\ufeff/new"],
    ["after a mark of direction", "\u200e\u202a/new\u202c"],
    ["after any number of invisible characters", `${"\u200b ".repeat(10_000)}/new`],
    ["with a zero-width space in it", "/n\u200bew hello"],
    ["with a byte order mark behind its slash", "/\ufeffnew hello"],
    ["with a zero-width space before its arguments", "/new\u200b hello"],
  ])("%s", (_, text) => {
    expect(kindOf(text)).toBe("barrier");
  });

  test.each([
    ["with several spaces in it", "please   stop"],
    ["with a typographic apostrophe", "stop don’t do anything"],
    ["with a backtick for an apostrophe", "Stop don`t do anything"],
    ["with much punctuation", "stop!!!"],
    ["in full-width letters", "ｓｔｏｐ！"],
    ["with full-width spaces", "　please　stop　"],
    ["with invisible characters", "\ufeffst\u200bop\u200b \u2060"],
    ["with its accents written apart", "arre\u0302te"],
  ])("a stop word %s", (_, text) => {
    expect(kindOf(text)).toBe("bypass");
  });
});

describe("a text as long as Feishu lets a message be is no command, and is told at once", () => {
  const long = 150_000;
  test.each([
    ["a command that goes on", `/new${"a".repeat(long)}`],
    ["punctuation in a command", `/${"!".repeat(long)}a`],
    ["punctuation", `${"!".repeat(long)}a`],
    ["space", `a${" ".repeat(long)}a`],
    ["mentions", `${"@a ".repeat(long / 3)}hello`],
    ["one long mention", `@${"a".repeat(long)}`],
    ["tags that do not close", "<at ".repeat(long / 4)],
    ["what is invisible", `${"\u200b".repeat(long)}a`],
    ["what is invisible in a word", `/n${"\u200b".repeat(long)}a`],
    ["what is invisible behind a word", `stop${"\u200b ".repeat(long / 2)}a`],
    ["full-width letters", "ｓ".repeat(long)],
    ["what is long once it is written out", "\ufdfa".repeat(long)],
    ["tags that close", `${"<at>a</at>".repeat(long / 10)}hello`],
  ])("%s", (_, text) => {
    expect(kindOf(text)).toBe("ordinary");
  });

  test("arguments of any length leave a command one", () => {
    expect(kindOf(`/new ${"a".repeat(long)}`)).toBe("barrier");
  });
});
