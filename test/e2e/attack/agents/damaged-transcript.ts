import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import type { Scene } from "../scene.ts";
import { DONE, EVENT_STREAM, piece, startModelServer } from "./model-server.ts";

const NEW = "✅ New session started.";

/** The files of the one session's conversations, in order. */
async function transcripts({ folder }: Scene): Promise<string[]> {
  const state = join(folder, "transcripts");
  const files = await readdir(state, { recursive: true });
  return files
    .filter((it) => it.endsWith(".jsonl"))
    .map((it) => join(state, it))
    .sort();
}

async function rewrite(file: string, change: (lines: string[]) => string[]): Promise<void> {
  await writeFile(file, change((await readFile(file, "utf8")).split("\n")).join("\n"));
}

/** What becomes of the last transcript, by name. */
const damages: Record<string, (file: string) => Promise<void>> = {
  "a line of garbage": (file) =>
    rewrite(file, ([first = "", ...rest]) => [first, "{garbage \u001b[2J", ...rest]),
  "a line that is other JSON": (file) =>
    rewrite(file, ([first = "", ...rest]) => [first, "7", '{"role":1}', ...rest]),
  "no first line": (file) => rewrite(file, (lines) => lines.slice(1)),
  "zeros from a power cut": (file) => rewrite(file, (lines) => [...lines, "\0".repeat(4096), ""]),
  emptiness: (file) => writeFile(file, ""),
};

async function ask(scene: Scene, gateway: CliProcess, text: string, what: string): Promise<string> {
  const count = scene.texts.length;
  scene.feishu.deliver(scene.say.text({ user: "alice" }, text));
  await gateway.until(`reply to ${text} after ${what}`, () => scene.texts.length > count);
  return scene.texts.at(-1) ?? "";
}

export const damagedTranscriptIsSurvived: Attack = {
  name: "with a damaged or pruned transcript the session goes on, and /new works",
  async run(scene) {
    await scene.startFeishu();
    const { url: baseUrl } = await startModelServer(scene, (response) =>
      response.writeHead(200, EVENT_STREAM).end(piece("fine") + DONE),
    );
    const gateway = await scene.connectedGateway({
      config: { agent: { kind: "openai", baseUrl, model: "m" } },
    });
    const wrong: string[] = [];
    const check = async (text: string, expected: string, what: string) => {
      const reply = await ask(scene, gateway, text, what);
      if (reply !== expected) wrong.push(`after ${what}, ${text}: ${reply}`);
    };
    await check("hello", "fine", "nothing");
    for (const [what, damage] of Object.entries(damages)) {
      await damage((await transcripts(scene)).at(-1) ?? "");
      await check("again", "fine", what);
      await damage((await transcripts(scene)).at(-1) ?? "");
      await check("/new", NEW, what);
      await check("hello", "fine", `${what} and /new`);
    }
    await rm((await transcripts(scene))[0] ?? "");
    await check("/new", NEW, "the oldest was pruned");
    await check("hello", "fine", "pruning and /new");
    mustHold(wrong.length === 0, wrong.join("; "));
    return `${Object.keys(damages).length} kinds of damage`;
  },
};
