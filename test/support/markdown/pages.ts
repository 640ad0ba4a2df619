import { globSync } from "node:fs";

/** The READMEs, in every language that there is. */
export const readmes: readonly string[] = globSync("README*.md").toSorted();

/** Every page that people read, as a path from the root of the repository. */
export const pages: readonly string[] = globSync("{*,{docs,examples,fixtures,tools}/**/*}.md", {
  exclude: ["**/node_modules/**", "docs/api/**"],
}).toSorted();
