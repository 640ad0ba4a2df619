import { expect, test } from "vitest";
import { isLoopback, refusalOf } from "../../../src/board/door/access.ts";

const token = "a".repeat(43);
const mine = { host: "127.0.0.1:8787", authorization: `Bearer ${token}`, "content-type": "application/json" };
const socket = { remoteAddress: "127.0.0.1" };
const read = { method: "GET", isPrivate: true } as const;
const act = { method: "POST", isPrivate: true } as const;

test.each([
  ["as it is", {}],
  ["through a tunnel", { host: "localhost:9000", origin: "http://localhost:9000" }],
  ["by IPv6", { host: "[::1]:8787" }],
  ["from its own page", { origin: "http://127.0.0.1:8787", "sec-fetch-site": "same-origin" }],
  ["typed in", { "sec-fetch-site": "none" }],
])("an operator is let in %s", (_, headers) => {
  expect(refusalOf({ method: "GET", headers: { ...mine, ...headers }, socket }, read, token)).toBe(undefined);
});

test.each([
  ["under a name that leads here", { host: "evil.example:8787" }],
  ["under a name that only begins like this machine", { host: "127.0.0.1.evil.example" }],
  ["under a name with a user in it", { host: "127.0.0.1@evil.example" }],
  ["without a name", { host: undefined }],
  ["from another origin", { origin: "http://evil.example" }],
  ["from another port's page", { origin: "http://127.0.0.1:9999" }],
  ["from no origin", { origin: "null" }],
  ["from another site", { "sec-fetch-site": "cross-site" }],
  ["from another port, as the browser says", { "sec-fetch-site": "same-site" }],
])("who comes %s is not, even with the token", (_, headers) => {
  const request = { method: "GET", headers: { ...mine, ...headers }, socket };
  expect(refusalOf(request, read, token)).toEqual({ status: 403, code: "ERR_FOREIGN_REQUEST" });
  expect(refusalOf(request, { ...read, isPrivate: false }, token)).toMatchObject({ status: 403 });
});

test.each([
  ["10.0.0.7", false],
  ["::ffff:10.0.0.7", false],
  ["fe80::1", false],
  [undefined, false],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
])("who comes from %s is let in: %s, whatever the request says of itself", (remoteAddress, isLet) => {
  const request = { method: "GET", headers: mine, socket: { remoteAddress } };
  const refusal = isLet ? undefined : { status: 403, code: "ERR_FOREIGN_REQUEST" };
  expect(refusalOf(request, read, token)).toEqual(refusal);
});

test.each([
  ["no token", undefined],
  ["another token", `Bearer ${"b".repeat(43)}`],
  ["the beginning of it", `Bearer ${token.slice(1)}`],
  ["it in another scheme", `Basic ${token}`],
])("who has %s sees nothing private", (_, authorization) => {
  const request = { method: "GET", headers: { ...mine, authorization }, socket };
  expect(refusalOf(request, read, token)).toEqual({ status: 401, code: "ERR_TOKEN_NEEDED" });
  expect(refusalOf(request, { ...read, isPrivate: false }, token)).toBe(undefined);
});

test("while there is no token, nobody has it", () => {
  const headers = { ...mine, authorization: "Bearer undefined" };
  expect(refusalOf({ method: "GET", headers, socket }, read, undefined)).toMatchObject({ status: 401 });
});

test("who acts has to POST JSON, which no form of another page can", () => {
  for (const method of ["GET", "HEAD", "PUT"])
    expect(refusalOf({ method, headers: mine, socket }, act, token)).toMatchObject({ status: 405 });
  const form = { ...mine, "content-type": "text/plain" };
  expect(refusalOf({ method: "POST", headers: form, socket }, act, token)).toMatchObject({ status: 415 });
  expect(refusalOf({ method: "POST", headers: mine, socket }, act, token)).toBe(undefined);
});

test("which addresses are of this machine alone", () => {
  for (const host of ["127.0.0.1", "127.1.2.3", "::1", "localhost"]) expect(isLoopback(host)).toBe(true);
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "example.com", "", "127.0.0.1.example"])
    expect(isLoopback(host)).toBe(false);
});
