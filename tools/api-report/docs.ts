import { relative } from "node:path";
import type { CompilerState } from "@microsoft/api-extractor";
import ts from "typescript";
import type { Entry } from "./entries.ts";

/** What is exported without the words that its user needs, each as a complaint. */
export function undocumented(state: CompilerState, entries: readonly Entry[], root: string): string[] {
  const program = state.program as ts.Program;
  const checker = program.getTypeChecker();
  const complaints = entries.flatMap(({ types }) =>
    exportsOf(program, types).flatMap((symbol) =>
      lacks(symbol, checker).map((lack) => `${sourceOf(symbol, root)}: ${lack}`),
    ),
  );
  return [...new Set(complaints)];
}

function exportsOf(program: ts.Program, file: string): ts.Symbol[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is no module: run the build first.`);
  return checker.getExportsOfModule(module).map((symbol) => {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  });
}

function lacks(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  if (!hasDoc(symbol, checker)) found.push("has no doc comment");
  if (isCallable(symbol, checker) && tagsOf(symbol, checker, "example").length === 0)
    found.push("has no @example");
  const members = [...(symbol.members?.values() ?? [])];
  return [
    ...[...found, ...vagueErrors(symbol, checker)].map((lack) => `${symbol.name} ${lack}`),
    ...members.flatMap((it) => memberLacks(it, checker).map((lack) => `${symbol.name}.${it.name} ${lack}`)),
  ];
}

function memberLacks(member: ts.Symbol, checker: ts.TypeChecker): string[] {
  const found = vagueErrors(member, checker);
  if (needsDoc(member, checker) && !hasDoc(member, checker)) found.push("has no doc comment");
  return found;
}

/** An error of this package is decided about by its code. */
function vagueErrors(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const throws = tagsOf(symbol, checker, "throws");
  return throws.filter((text) => !/\bERR_|^Error\b/.test(text)).map(() => "has a @throws without a code");
}

function tagsOf(symbol: ts.Symbol, checker: ts.TypeChecker, name: string): string[] {
  const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === name);
  return tags.map(({ text }) => ts.displayPartsToString(text));
}

function hasDoc(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return symbol.getDocumentationComment(checker).length > 0;
}

function isCallable(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (!(symbol.flags & ts.SymbolFlags.Value)) return false;
  const type = checker.getTypeOfSymbol(symbol);
  return type.getCallSignatures().length + type.getConstructSignatures().length > 0;
}

/** What name and type leave open: what a call does, what absence means, the unit of a number. */
function needsDoc(member: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (member.flags & ts.SymbolFlags.Constructor) return false;
  if (member.flags & (ts.SymbolFlags.Optional | ts.SymbolFlags.Signature)) return true;
  const type = checker.getTypeOfSymbol(member);
  return type.getCallSignatures().length > 0 || (type.flags & ts.TypeFlags.Number) !== 0;
}

/** The sources are laid out as what is built from them. */
function sourceOf(symbol: ts.Symbol, root: string): string {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
  return relative(root, file)
    .replace(/^dist\//, "src/")
    .replace(/\.d\.ts$/, ".ts");
}
