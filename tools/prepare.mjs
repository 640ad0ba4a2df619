import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

// What npm does with a clone of its own, for `npm install git+…`: without this there would be no dist. Who installs from the
// registry never comes here, nor does who left out the tools that build; `npm pack` builds by itself.
const isPacking = ["pack", "publish"].includes(process.env.npm_command ?? "");
const canBuild = existsSync(new URL("../node_modules/typescript", import.meta.url));
if (canBuild && !isPacking) execFileSync("npm", ["run", "build"], { stdio: "inherit" });
