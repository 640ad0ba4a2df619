import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type CompilerState,
  Extractor,
  type ExtractorConfig,
  ExtractorLogLevel,
} from "@microsoft/api-extractor";
import type { Entry } from "./entries.ts";

/** Writes the report of one entry point, or checks it. What is wrong, in words. */
export function report(config: ExtractorConfig, compilerState: CompilerState, check: boolean): string[] {
  mkdirSync(config.reportFolder, { recursive: true });
  const errors: string[] = [];
  const { apiReportChanged } = Extractor.invoke(config, {
    compilerState,
    localBuild: !check,
    printApiReportDiff: check,
    messageCallback(message) {
      if (message.messageId === "console-api-report-diff") errors.push(message.text);
      else if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text);
      message.handled = true;
    },
  });
  if (check && apiReportChanged)
    errors.unshift(`${basename(config.reportFilePath)} is not what is exported:`);
  return errors;
}

/** Reports of what is no entry point any more. Without `check` they are removed. */
export function strays(folder: string, entries: readonly Entry[], check: boolean): string[] {
  const names = new Set(entries.map((entry) => `${entry.report}.api.md`));
  const found = readdirSync(folder).filter((name) => name.endsWith(".api.md") && !names.has(name));
  if (!check) for (const name of found) rmSync(join(folder, name));
  return check ? found.map((name) => `etc/${name} is of no entry point.`) : [];
}
