#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";
import { oldNode } from "./old-node.ts";

// Only then: on an older Node.js not even the code of the command line can be loaded.
const problem = oldNode(process.versions.node);
if (problem === undefined) {
  // What is compiled is kept beside the code, where only those can write who could change the code as well: in /tmp,
  // anybody could lay some down for us. Where nothing can be written, each start compiles anew.
  module.enableCompileCache(fileURLToPath(new URL("../../.cache/compiled", import.meta.url)));
  const { runCli } = await import("./run.ts");
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  process.stderr.write(problem);
  process.exitCode = 2;
}
