import { resolve } from "node:path";
import type { GatewayConfig } from "../config/read-config.ts";

/**
 * Where a gateway keeps its pass: beside its inbox, or beside its config where the inbox is no file, unless
 * `board.file` says otherwise.
 */
export function passFileOf({
  board,
  inbox,
  file,
  folder,
}: Pick<GatewayConfig, "board" | "inbox" | "file" | "folder">): string {
  if (board && board.file !== undefined) return resolve(folder, board.file);
  return passFileBeside(inbox.kind === "sqlite" ? resolve(folder, inbox.file) : resolve(file));
}

/** The pass beside the file of an inbox or a config. */
export function passFileBeside(file: string): string {
  return `${file}.board.json`;
}
