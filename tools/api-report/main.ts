/**
 * Reports the public surface: what each entry point exports, in `etc/`, one file for each.
 *
 *     node main.ts            writes the reports
 *     node main.ts --check    fails when they are not up to date
 *
 * Either way it fails when something exported lacks its doc comment or its example.
 */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { undocumented } from "./docs.ts";
import { entriesOf } from "./entries.ts";
import { compile, configOf } from "./extractor.ts";
import { report, strays } from "./reports.ts";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    root: { type: "string", default: resolve(import.meta.dirname, "../..") },
  },
});

const root = resolve(values.root);
const folder = resolve(root, "etc");
const entries = entriesOf(root);
const configs = entries.map((entry) => configOf(entry, root, folder));
const state = compile(configs);

const changed = configs.flatMap((config) => report(config, state, values.check));
const stray = strays(folder, entries, values.check);
const lacking = undocumented(state, entries, root);

for (const complaint of [...changed, ...stray, ...lacking]) console.error(complaint);
if (changed.length + stray.length > 0)
  console.error("\nThe public surface has changed. If that is meant: npm run api, and commit etc/.");
if (lacking.length > 0)
  console.error("\nWhat is exported has a doc comment, what can be called an @example, a @throws its code.");
process.exitCode = changed.length + stray.length + lacking.length > 0 ? 1 : 0;
