import { describe, expect, test } from "vitest";
import { commandPolicy } from "../../src/dispatch/command-policy.ts";
import { stopWords } from "../../src/dispatch/stop-words.ts";

const kindOf = commandPolicy();

describe("by default", () => {
  test.each(["/new", "/reset"])("%s is a barrier", (text) => {
    expect(kindOf(text)).toBe("barrier");
  });

  test.each(["/stop", "/abort", "/approve", "/deny", "/status", "/btw", "/steer"])("%s bypasses", (text) => {
    expect(kindOf(text)).toBe("bypass");
  });

  test.each(stopWords)('the bare stop word "%s" bypasses, with punctuation and in capitals too', (word) => {
    for (const text of [word, ` ${word}! `, word.toUpperCase(), `@bot ${word}。`])
      expect(kindOf(text)).toBe("bypass");
  });

  test("the stop words of OpenClaw are among them", () => {
    const known = [
      "stop",
      "esc",
      "abort",
      "exit",
      "interrupt",
      "halt",
      "please stop",
      "停止",
      "停下来",
      "暂停",
    ];
    expect(stopWords).toEqual(
      expect.arrayContaining([...known, "やめて", "стоп", "detente", "arrête", "anhalten"]),
    );
  });

  test.each([
    "hello",
    "",
    "   ",
    "?!",
    "new",
    "/",
    "/unknown",
    "/newer",
    "/new/old",
    "say /new",
    "stop the music",
    "don't stop",
    "unstoppable",
    "请停止",
    "停止播放",
    "//new",
    "constructor",
    "/constructor",
  ])('"%s" is an ordinary message', (text) => {
    expect(kindOf(text)).toBe("ordinary");
  });

  test("a message without text is ordinary", () => {
    expect(kindOf(undefined)).toBe("ordinary");
  });
});

describe("a command is recognised", () => {
  test.each([
    ["in capitals", "/NEW"],
    ["with space around it", "  /new \n"],
    ["with arguments", "/new claude-opus, please"],
    ["with arguments on the next line", "/new\nhello"],
    ["with a colon before its arguments", "/new: hello"],
    ["with a full-width colon", "/new：你好"],
    ["with punctuation after it", "/new!"],
    ["addressed to a bot by suffix", "/new@my_bot hello"],
    ["after a mention of the bot", "@my_bot /new"],
    ["after a mention as Feishu writes it", "@_user_1 /new hello"],
    ["after a mention with a tag", '<at user_id="ou_1">My Bot</at> /new'],
    ["after a tag without space behind it", '<at id="ou_1"></at>/new'],
    ["after several mentions", "@a @b <at>c</at> /new"],
  ])("%s", (_, text) => {
    expect(kindOf(text)).toBe("barrier");
  });

  test.each([
    ["with several spaces in it", "please   stop"],
    ["with a typographic apostrophe", "stop don’t do anything"],
    ["with a backtick for an apostrophe", "Stop don`t do anything"],
    ["with much punctuation", "stop!!!"],
  ])("a stop word %s", (_, text) => {
    expect(kindOf(text)).toBe("bypass");
  });
});

describe("a policy of one's own", () => {
  test("is laid over the defaults", () => {
    const own = commandPolicy({ "/new": "interrupt", "/peek": "bypass", "/stop": "ordinary" });
    expect(["/new", "/peek", "/stop", "/reset", "stop"].map(own)).toEqual([
      "interrupt",
      "bypass",
      "ordinary",
      "barrier",
      "bypass",
    ]);
  });

  test("may be written in any case, and is matched in any case", () => {
    const own = commandPolicy({ "/Neu": "barrier", "Hör Auf": "bypass" });
    expect(["/neu", "/NEU jetzt", "hör auf.", "HÖR AUF"].map(own)).toEqual([
      "barrier",
      "barrier",
      "bypass",
      "bypass",
    ]);
  });

  test("matches a word without a slash only as the whole message", () => {
    const own = commandPolicy({ wait: "barrier" });
    expect(["wait", "wait for me"].map(own)).toEqual(["barrier", "ordinary"]);
  });

  test("takes words that are longer than every default", () => {
    const word = "stop everything that you are doing at this very moment and wait for me to come back";
    expect(commandPolicy({ [word]: "bypass" })(`${word}!`)).toBe("bypass");
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
    ["tags that close", `${"<at>a</at>".repeat(long / 10)}hello`],
  ])("%s", (_, text) => {
    expect(kindOf(text)).toBe("ordinary");
  });

  test("arguments of any length leave a command one", () => {
    expect(kindOf(`/new ${"a".repeat(long)}`)).toBe("barrier");
    expect(kindOf(`${"@a ".repeat(long / 3)}/new`)).toBe("barrier");
  });
});
