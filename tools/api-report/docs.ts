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
  if (!hasDoc(symbol, checker)) found.push(`${symbol.name} has no doc comment`);
  if (isCallable(symbol, checker) && !symbol.getJsDocTags(checker).some(({ name }) => name === "example"))
    found.push(`${symbol.name} has no @example`);
  return [...found, ...membersOf(symbol, checker)];
}

function hasDoc(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return symbol.getDocumentationComment(checker).length > 0;
}

function isCallable(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (!(symbol.flags & ts.SymbolFlags.Value)) return false;
  const type = checker.getTypeOfSymbol(symbol);
  return type.getCallSignatures().length + type.getConstructSignatures().length > 0;
}

function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  return [...(symbol.members?.values() ?? [])]
    .filter((member) => needsDoc(member, checker) && !hasDoc(member, checker))
    .map((member) => `${symbol.name}.${member.name} has no doc comment`);
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
