import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { readPass, writePass } from "../../../src/board/door/pass.ts";

const url = "http://127.0.0.1:8787";
let file: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "pass-"));
  file = join(folder, "inbox.sqlite.board.json");
  return () => rm(folder, { recursive: true });
});

test("it is for its user alone, and its token stays when the gateway starts again elsewhere", async () => {
  const first = await writePass(file, url);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(first.token).toMatch(/^[\w-]{43}$/);
  const second = await writePass(file, "http://127.0.0.1:9999");
  expect(second).toEqual({ url: "http://127.0.0.1:9999", token: first.token });
  expect(await readPass(file)).toEqual(second);
});

test("a token that others could have read or chosen is not used again", async () => {
  const { token } = await writePass(file, url);
  await chmod(file, 0o644);
  const after = await writePass(file, url);
  expect(after.token).not.toBe(token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("what lies in its place is replaced, and not written through", async () => {
  const other = join(file, "../other");
  await writeFile(other, "mine");
  await symlink(other, file);
  await writePass(file, url);
  expect(await readFile(other, "utf8")).toBe("mine");
  expect((await readPass(file)).url).toBe(url);
});

test("a pass that is not there, or is none, is told with what to do", async () => {
  await expect(readPass(file)).rejects.toMatchObject({ code: "ERR_NO_GATEWAY", message: /Start it first$/ });
  await writeFile(file, '{"url":"https://evil.example","token":"x"}');
  await expect(readPass(file)).rejects.toMatchObject({ code: "ERR_PASS_UNUSABLE" });
});
