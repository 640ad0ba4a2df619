import { availableParallelism, cpus, totalmem } from "node:os";
import own from "../../../package.json" with { type: "json" };
import type { Section } from "./section.ts";

/** When, where and by what something was measured, in one paragraph. */
export function provenance({ command, peers = {} }: Pick<Section, "command" | "peers">): string {
  const date = new Date().toISOString().slice(0, 10);
  const versions = Object.entries({ [own.name]: own.version, ...peers }).map(
    ([name, version]) => `${name} ${version}`,
  );
  return `\`${command}\`, ${date}, on ${machine()}. ${versions.join(", ")}.`;
}

/** What it ran on: processor, cores, memory, operating system, Node.js. */
export function machine(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, " ").trim() || "an unknown processor";
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${model}, ${gigabytes} GiB, ${process.platform} ${process.arch}, Node.js ${process.version}`;
}
