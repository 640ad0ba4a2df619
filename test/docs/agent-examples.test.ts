import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createCommandAgent } from "../../src/gateway/agents/command.ts";
import { createHttpAgent } from "../../src/gateway/agents/http.ts";
import { ask, turnOf } from "../support/gateway/agents.ts";

const page = readFileSync("docs/agents.md", "utf8");
const limits = { timeoutMs: 20_000, maxAnswerBytes: 10_000 };

/** Writes the page's example in a language to a file of its own. */
function exampleIn(language: "js" | "python", name: string, number = 0) {
  const blocks = [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))];
  const code = blocks[number]?.[1] ?? expect.unreachable();
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, name),
    code.replace(
      "server.listen(",
      'server.on("listening", () => console.log(server.address().port)).listen(',
    ),
  );
  return folder;
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)("the page's program in Python answers", async () => {
  const folder = exampleIn("python", "answer.py");
  const common = { argv: ["python3", "answer.py"], folder, stderr: "inherit", killAfterMs: 50 } as const;
  const agent = createCommandAgent({ ...common, output: "lines", ...limits });
  expect(await ask(agent, turnOf("hi"))).toEqual([{ markdown: "You said **hi**" }]);
  const files = [{ kind: "image", imageKey: "img_1" }];
  expect(await ask(agent, turnOf("", { kind: "image", files }))).toEqual([
    "1 picture(s). The first one again:",
    { msgType: "image", content: { image_key: "img_1" } },
  ]);
});

test.skipIf(!hasPython).each([
  ["yes", "Done."],
  ["no", "Then not."],
])("the page's program that asks hears %s", async (answer, said) => {
  const folder = exampleIn("python", "ask.py", 1);
  const common = { argv: ["python3", "ask.py"], folder, stderr: "inherit", killAfterMs: 50 } as const;
  const agent = createCommandAgent({ ...common, output: "dialog", ...limits });
  const { signal } = new AbortController();
  const heard = await ask(agent, turnOf("delete it"), signal, async () => turnOf(answer));
  expect(heard).toEqual(["Really delete it?", said]);
});

test("the page's server answers", async () => {
  const folder = exampleIn("js", "server.mjs");
  const env = { ...process.env, PORT: "0" };
  const server = spawn(process.execPath, ["server.mjs"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void server.kill());
  const [port] = await once(server.stdout, "data");
  const agent = createHttpAgent({ url: `http://127.0.0.1:${Number(port)}/`, headers: {}, ...limits });
  const quote = { messageId: "om_1", kind: "text", text: "the plan", files: [] };
  expect(await ask(agent, turnOf("is good", { quote }))).toEqual([
    "About “the plan”:",
    { delta: "is " },
    { delta: "good " },
  ]);
});
