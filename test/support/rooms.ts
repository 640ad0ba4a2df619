import { posix } from "node:path";
import { type Import, importsOf, type Modules, resolved } from "./imports.ts";
import { type Rules, rules, type Table } from "./who-imports-whom.ts";

/** Folders that belong to no room, as the files beside the rooms: all may use them. */
const shared = ["text", "wording"];

/** The room of a file: its first folder. */
export function roomOf(path: string): string {
  const [, first = "", second] = path.split("/");
  if (second !== undefined && !shared.includes(first)) return first;
  return first === "index.ts" ? "index" : "base";
}

/** The folder of a room that a file is in, e.g. "feishu/event"; the file itself when it lies beside the folders. */
export function folderOf(path: string): string {
  const [, room = "", ...names] = path.split("/");
  if (shared.includes(room)) return path;
  return names.length > 1 ? `${room}/${names[0]}` : path;
}

/** Every import that goes a way it must not, in words. */
export function violations(modules: Modules, { rooms, folders, privates }: Rules = rules): string[] {
  const allows = (path: string, each: Import) =>
    roomAllows(rooms, path, each) && folderAllows(folders, path, each) && ownerAllows(privates, path, each);
  return Array.from(modules, ([path, code]) =>
    importsOf(code)
      .filter((each) => !allows(path, each))
      .map(({ source, typeOnly }) => `${path} must not import ${typeOnly ? "types of " : ""}${source}`),
  ).flat();
}

function roomAllows(rooms: Table, path: string, each: Import): boolean {
  const room = roomOf(path);
  const may = rooms[room] ?? [];
  const target = resolved(path, each);
  if (target === undefined) return may.includes("*") || may.includes(each.source);
  const other = roomOf(target);
  return other === room || may.includes(other) || (each.typeOnly && may.includes(`type ${other}`));
}

function folderAllows(folders: Table, path: string, each: Import): boolean {
  const folder = folderOf(path);
  const target = resolved(path, each);
  if (folder === path || target === undefined || roomOf(target) === "base") return true;
  const name = fromSource(target);
  if (name.startsWith(`${folder}/`)) return true;
  return (folders[folder] ?? []).some((entry) => {
    if (entry.startsWith("type ") && !each.typeOnly) return false;
    return isIn(nameOf(entry, folder), name);
  });
}

function ownerAllows(privates: Table, path: string, each: Import): boolean {
  const owners = privates[fromSource(resolved(path, each) ?? "")];
  return owners === undefined || owners.includes(fromSource(path));
}

function fromSource(path: string): string {
  return path.replace(/^src\/|\.ts$/g, "");
}

/** What an entry of a folder's line names, from src on: "./sdk" of "feishu/reply" is "feishu/sdk". */
function nameOf(entry: string, folder: string): string {
  const name = entry.replace(/^type /, "");
  return name.startsWith(".") ? posix.join(posix.dirname(folder), name) : name;
}

function isIn(whole: string, name: string): boolean {
  return name === whole || name.startsWith(`${whole}/`);
}

/** Every name in the rules that stands for no room, folder, file or package in use. */
export function unknownNames(modules: Modules, { rooms, folders, privates }: Rules = rules): string[] {
  const files = Array.from(modules.keys(), fromSource);
  const packages = Array.from(modules.values(), importsOf).flatMap((all) => all.map(({ source }) => source));
  const named = [
    ...Object.entries(rooms).flatMap(([room, may]) => [room, ...may.map((entry) => nameOf(entry, room))]),
    ...Object.entries(privates).flatMap(([name, owners]) => [name, ...owners]),
    ...Object.entries(folders).flatMap(([name, may]) => [name, ...may.map((entry) => nameOf(entry, name))]),
  ];
  const isKnown = (name: string) =>
    ["base", "*", ...packages].includes(name) || files.some((file) => isIn(name, file));
  return named.filter((name) => !isKnown(name));
}
