import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { isRecent, isSameSecret, isSigned } from "../../../src/feishu/webhook/signature.ts";

const NOW = 1_748_000_000_000;
const hour = 3_600_000;
const body = Buffer.from('{"encrypt":"好"}');
const signature = createHash("sha256")
  .update("1748000000")
  .update("n")
  .update("key")
  .update(body)
  .digest("hex");
const headers = { timestamp: "1748000000", nonce: "n", signature };

test.each<[string, string, boolean]>([
  ["now in seconds", String(NOW / 1000), true],
  ["now in milliseconds", String(NOW), true],
  ["an hour ago", String((NOW - hour) / 1000), true],
  ["more than an hour ago", String((NOW - hour) / 1000 - 1), false],
  ["an hour ahead", String(NOW + hour), true],
  ["more than an hour ahead", String(NOW + hour + 1), false],
  ["nothing", "", false],
  ["a fraction", `${NOW / 1000}.5`, false],
  ["a sign", `+${NOW / 1000}`, false],
  ["hexadecimal", `0x${NOW.toString(16)}`, false],
  ["milliseconds with a digit of the nonce", `${NOW}1`, false],
  ["milliseconds and blanks", ` ${NOW} `, false],
  ["a line before", `x\n${NOW}`, false],
  ["digits of another script", "１７４８００００００", false],
])("a timestamp that is %s", (_, timestamp, expected) => {
  expect(isRecent(timestamp, NOW)).toBe(expected);
});

test("a signature is over exactly these bytes, with this key, nonce and timestamp", () => {
  expect(isSigned(headers, "key", body)).toBe(true);
  expect(isSigned(headers, "other", body)).toBe(false);
  expect(isSigned(headers, "key", body.subarray(1))).toBe(false);
  expect(isSigned({ ...headers, nonce: "m" }, "key", body)).toBe(false);
  expect(isSigned({ ...headers, timestamp: "1748000001" }, "key", body)).toBe(false);
});

test.each([
  ["nothing", ""],
  ["half of it", signature.slice(0, 32)],
  ["more than it", `${signature}00`],
  ["no hex", signature.replace(/^./, "z")],
  ["64 characters of which some are no hex", `${signature.slice(0, 62)}zz`],
  ["another one", "0".repeat(64)],
])("a signature that is %s", (_, other) => {
  expect(isSigned({ ...headers, signature: other }, "key", body)).toBe(false);
});

test("secrets are the same or not, whatever their lengths", () => {
  expect(isSameSecret("token", "token")).toBe(true);
  for (const other of ["", "toke", "token2", "TOKEN"]) expect(isSameSecret(other, "token")).toBe(false);
});
