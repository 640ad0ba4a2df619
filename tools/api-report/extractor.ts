import { join } from "node:path";
import {
  CompilerState,
  ExtractorConfig,
  ExtractorLogLevel,
  type IConfigFile,
} from "@microsoft/api-extractor";
import type { Entry } from "./entries.ts";

const silent = { default: { logLevel: ExtractorLogLevel.None } };

/** What API Extractor is told for one entry point. */
export function configOf(entry: Entry, root: string, reportFolder: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry.types,
      compiler: { overrideTsconfig: { compilerOptions, files: [entry.types] } },
      apiReport: {
        enabled: true,
        reportFileName: entry.report,
        reportFolder,
        reportTempFolder: join(root, ".cache/api-report"),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages,
    } as IConfigFile,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "package.json"),
  });
}

/** One program for all entry points: making one takes longer than all reports together. */
export function compile(configs: readonly ExtractorConfig[]): CompilerState {
  const [first, ...others] = configs;
  if (!first) throw new Error("package.json exports no entry point that has types: nothing to report.");
  const additionalEntryPoints = others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
  return CompilerState.create(first, { additionalEntryPoints });
}

const compilerOptions = {
  target: "es2023",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

const messages = {
  compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
  // The report shows what is not exported as well, and what is undocumented is our own rule (docs.ts).
  extractorMessageReporting: silent,
  // The comments are JSDoc, which the compiler and editors read, not TSDoc.
  tsdocMessageReporting: silent,
};
