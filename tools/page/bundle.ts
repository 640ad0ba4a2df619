import { join } from "node:path";
import { rolldown } from "rolldown";

const ROOT = join(import.meta.dirname, "../..");

/** The scripts of pages: where each begins, and the module that keeps it as a text, so that nobody has to build it. */
export const scripts: Readonly<Record<string, string>> = {
  "src/timeline/browser/main.ts": "src/timeline/page/script.ts",
  "src/board/browser/main.ts": "src/board/page/script.ts",
};

/** A module of a page with everything that it imports, as the text of a module that exports it. */
export async function bundle(entry: string): Promise<string> {
  const build = await rolldown({ input: join(ROOT, entry), platform: "browser" });
  const { output } = await build.generate({ format: "iife", minify: true, comments: false });
  await build.close();
  const [{ code }] = output;
  // A page ends its script at the first "</script".
  const text = JSON.stringify(code.trim()).replaceAll("</", "<\\/");
  return `// Made of ${entry} by \`npm run page\`.\nexport const script = ${text};\n`;
}
