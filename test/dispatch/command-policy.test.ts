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
    for (const text of [word, ` ${word}! `, word.toUpperCase(), `${word}。`])
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
    "say ／new",
    "／new／old",
    "@李雷 /stop",
    "@Li Na /stop",
    "@OtherBot /new",
    "@_user_1 /new",
    "/stop@OtherBot",
    '<at user_id="ou_1">李雷</at> /new',
    "@李雷 停止",
    "停止 @李雷",
    "@停止",
  ])('"%s" is an ordinary message', (text) => {
    expect(kindOf(text)).toBe("ordinary");
  });

  test("a message without text is ordinary", () => {
    expect(kindOf(undefined)).toBe("ordinary");
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
