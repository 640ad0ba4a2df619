import { expect, test } from "vitest";
import { apiUrl } from "../../../src/feishu/sdk/domain.ts";

test.each([
  ["feishu", "https://open.feishu.cn"],
  ["lark", "https://open.larksuite.com"],
  ["https://open.example.com", "https://open.example.com"],
  ["https://open.example.com:8443/", "https://open.example.com:8443"],
  ["http://127.0.0.7:4000", "http://127.0.0.7:4000"],
  ["http://localhost:4000", "http://localhost:4000"],
])("%s is at %s", (domain, url) => {
  expect(apiUrl(domain)).toBe(url);
});

test.each([
  ["plain http", "http://open.example.com", "http://open.example.com/"],
  ["a host that only begins like this machine's", "http://127.0.0.1.example.com", "127.0.0.1.example.com"],
  ["another protocol", "ftp://open.example.com", "ftp:"],
  ["a path", "https://open.example.com/api", "/api"],
  ["a query", "https://open.example.com/?key=hidden", "open.example.com"],
  ["a password", "https://user:hidden@open.example.com", "open.example.com"],
  ["no URL", "hidden feishu", "no URL"],
  ["nothing", "", "no URL"],
])("%s is refused without repeating secrets", (_, domain, said) => {
  const error = expect.objectContaining({
    code: "ERR_INVALID_OPTION",
    message: expect.stringContaining(said),
  });
  expect(() => apiUrl(domain)).toThrow(error);
  expect(() => apiUrl(domain)).not.toThrow("hidden");
});
