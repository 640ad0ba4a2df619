import { stripVTControlCharacters } from "node:util";
import { pino } from "pino";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { InputError } from "../../src/errors.ts";
import { createLog, type GatewayLog } from "../../src/gateway/log.ts";

function record(level = "info") {
  const lines: string[] = [];
  return { ...createLog(level, { write: (line) => void lines.push(line) }), lines };
}

test("a secret is kept out of every line, wherever it stands, also with quotes in it", () => {
  const { log, hide, lines } = record();
  hide('pass"word');
  hide("");
  hide("short");
  log.info({ url: 'https://a:pass"word@example.com', nested: ['pass"word'] }, 'said pass"word');
  log.child({ of: 'pass"word' }).error({ err: new Error('pass"word') }, "failed in short");
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).not.toMatch(/pass.{1,2}word/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ nested: ["[secret]"], msg: "said [secret]" });
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({ of: "[secret]", msg: "failed in short" });
});

test("of an error the class, code, message and causes are logged, and nothing else of it", () => {
  const { log, lines } = record();
  const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED", config: { headers: "a token" } });
  log.error({ err: new InputError("ERR_X", "what was wrong", { cause }) }, "failed");
  log.error({ err: "thrown text" }, "failed");
  const [first, second] = lines.map((line) => JSON.parse(line).err);
  expect(first).toEqual({
    name: "InputError",
    code: "ERR_X",
    message: "what was wrong",
    cause: { name: "Error", code: "ECONNREFUSED", message: "refused", stack: expect.any(String) },
  });
  expect(second).toBe("string");
  expect(lines.join()).not.toContain("a token");
});

test("lines below the level are not written", () => {
  const { log, lines } = record("warn");
  log.info({}, "no");
  log.warn({}, "yes");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["yes"]);
});

test("what JSON has no form for does not keep the rest from being said", () => {
  const { log, lines } = record();
  const circle: { self?: object } = {};
  circle.self = circle;
  log.info({ circle, big: 1n, row: 7 }, "odd");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ circle: "?", big: "1", row: 7, msg: "odd", level: 30 });
});

test("its lines are those of pino, which may be given in its place", () => {
  const lines: string[] = [];
  const other: GatewayLog = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const own = record();
  for (const log of [own.log, other]) {
    log.child({ account: "a" }).warn({ row: 7, none: undefined }, "said");
    log.fatal("without fields");
    log.debug({}, "not said");
  }
  const parsed = (texts: readonly string[]) =>
    texts.map((line) => ({ ...JSON.parse(line), time: expect.any(Number) }));
  expect(own.lines.map((line) => JSON.parse(line))).toEqual(parsed(lines));
  expect(own.lines.every((line) => line.endsWith("}\n"))).toBe(true);
});

describe("at a terminal", () => {
  const seen = () => {
    const texts: string[] = [];
    const to = { isTTY: true, write: (text: string) => void texts.push(stripVTControlCharacters(text)) };
    return { ...createLog("debug", to), texts };
  };

  test("a line has the time on the wall, a word for its level, and what it is about", () => {
    vi.useFakeTimers({ now: 1_779_507_401_000 });
    onTestFinished(() => void vi.useRealTimers());
    vi.stubEnv("TZ", "Asia/Shanghai");
    const { log, texts, hide } = seen();
    hide("a-secret-of-mine");
    log.info({ account: "default", note: "two words", key: "a-secret-of-mine", row: 7 }, "the turn begins");
    log.warn({}, "no fields");
    expect(texts).toEqual([
      '05-23 11:36:41 info  the turn begins  account=default note="two words" key=[secret] row=7\n',
      "05-23 11:36:41 warn  no fields\n",
    ]);
  });

  test("an error is a line of its own, with its stack only when it has no code", () => {
    const { log, texts } = seen();
    const cause = Object.assign(new Error("getaddrinfo ENOTFOUND open.feishu.cn"), { code: "ENOTFOUND" });
    log.warn({ err: new InputError("ERR_X", "not reached", { cause }) }, "failed");
    log.error({ err: new TypeError("x is undefined") }, "failed");
    const [first = "", second = ""] = texts.map((text) => text.slice(text.indexOf("failed")));
    expect(first).toBe(
      "failed\n    ERR_X: not reached\n    ENOTFOUND: getaddrinfo ENOTFOUND open.feishu.cn\n",
    );
    expect(second).toMatch(/^failed\n {4}TypeError: x is undefined\n {6}at .*log\.test\.ts/);
  });

  test("nothing that others wrote steers it", () => {
    const { log, texts } = seen();
    log.info({ text: "\u001b[2J", err: new Error("\u009b2J\u202e") }, "\u001b[2J said");
    for (const obeyed of ["\u001b", "\u009b", "\u202e"]) expect(texts.join("")).not.toContain(obeyed);
    expect(texts.join("")).toContain("\\u001b[2J said");
  });
});
