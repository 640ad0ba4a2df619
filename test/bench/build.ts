import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of the repository, with a slash behind it. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Makes `dist` of the sources as they are. */
export function build(): void {
  execFileSync("npm", ["run", "build"], { cwd: root, stdio: "ignore" });
}
