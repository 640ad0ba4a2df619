#!/usr/bin/env node
import { oldNode } from "./old-node.ts";

// Only then: on an older Node.js not even the code of the command line can be loaded.
const problem = oldNode(process.versions.node);
if (problem === undefined) {
  const { runCli } = await import("./run.ts");
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  process.stderr.write(problem);
  process.exitCode = 2;
}
