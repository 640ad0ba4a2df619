import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { createLog } from "../../src/gateway/log.ts";

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
