import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadMiddleware, type MiddlewareEntry } from "../../../src/gateway/index.ts";
import { contextOf, host } from "../../support/gateway/contexts.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "middleware-"));
  await module(
    "own.mjs",
    "export default (options) => async (context, next) => { options.seen.push(context.account); await next(); };",
  );
  await module(
    "counting.mjs",
    "let n = 0; export default (options) => { options.made.push(++n); return (_, next) => next(); };",
  );
  await module("node_modules/a-package/index.mjs", "export default () => async () => {};");
  await module("node_modules/a-package/package.json", '{"name":"a-package","exports":"./index.mjs"}');
  await module("none.mjs", "export const middleware = () => {};");
  await module("empty.mjs", "export default () => undefined;");
  await module("picky.mjs", "export default () => { throw new Error('no such mood\\nstack'); };");
  await module("broken.mjs", "throw new Error('cannot start');");
});
afterAll(() => rm(folder, { recursive: true }));

async function module(name: string, text: string) {
  await mkdir(join(folder, name, ".."), { recursive: true });
  await writeFile(join(folder, name), text);
}

function load(...middleware: MiddlewareEntry[]) {
  return loadMiddleware({ file: "g.json5", folder, channels: { feishu: { middleware } } });
}

describe("loadMiddleware", () => {
  test("loads modules by a path relative to the config, and puts them in order", async () => {
    const seen: string[] = [];
    const start = await load({ name: "./own.mjs", options: { seen } }, { name: "feishu-dispatch-dedup" });
    const context = contextOf("om_1");
    await (await start(host))(context, async () => void seen.push("rest"));
    expect(seen).toEqual(["default", "rest"]);
    expect(context.outcome).toMatchObject({ status: "completed" });
  });

  test("loads packages and absolute paths", async () => {
    const start = await load({ name: "a-package" }, { name: join(folder, "own.mjs") });
    await (await start(host))(contextOf("om_1"), () => expect.fail("the package ends the chain"));
  });

  test("makes the middleware anew with each start, of a module that is loaded once", async () => {
    const made: number[] = [];
    const start = await load({ name: "./counting.mjs", options: { made } });
    await start(host);
    await start(host);
    expect(made).toEqual([1, 2]);
  });

  const bad: Array<[name: string, options: unknown, reason: string | RegExp]> = [
    ["./missing.mjs", undefined, /^Cannot find module/],
    ["no-such-package", undefined, /^Cannot find module 'no-such-package'/],
    ["./none.mjs", undefined, "the module's default export is no function"],
    ["./broken.mjs", undefined, "cannot start"],
    ["./empty.mjs", undefined, "the factory returned no function"],
    ["./picky.mjs", {}, "no such mood"],
    ["feishu-dispatch-dedup", { maxQueue: 3 }, "maxQueue: no such key"],
  ];

  test.each(bad)("refuses %s with %j, naming config and entry", async (name, options, reason) => {
    const starting = load({ name: "feishu-dispatch-dedup" }, { name, options }).then((start) => start(host));
    const error: Error = await starting.then(
      () => expect.fail("it started"),
      (error) => error,
    );
    const where = `g.json5: channels.feishu.middleware[1] (${name}): `;
    expect(error).toMatchObject({ code: "ERR_MIDDLEWARE_UNUSABLE", cause: expect.any(Error) });
    expect(error.message.startsWith(where)).toBe(true);
    const said = error.message.slice(where.length);
    if (typeof reason === "string") expect(said).toBe(reason);
    else expect(said).toMatch(reason);
  });
});
