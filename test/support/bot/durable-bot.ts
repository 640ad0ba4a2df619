import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BotHandlers, BotOptions } from "../../../src/bot/index.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { createDispatchDedup } from "../../../src/index.ts";
import { type BotWorld, botWorld, connectBot, Gates, textOf } from "./bot.ts";

const retry = { maxAttempts: 3, firstDelayMs: 1, maxDelayMs: 2 };

/** A bot with an inbox in a file, which can be stopped and started again. */
export async function durableBot(handlers: (gates: Gates) => BotHandlers, options: BotOptions = {}) {
  const world = await botWorld();
  const folder = mkdtempSync(join(tmpdir(), "bot-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "inbox.db");
  const start = async () => {
    const gates = new Gates(world.feishu);
    const inbox = await openSqliteInbox({ file });
    const dedup = createDispatchDedup();
    const disconnect = await connectBot(world, handlers(gates), { dedup, inbox, retry, ...options });
    const stop = async () => {
      await disconnect();
      await dedup.close({ timeoutMs: 0 });
      await inbox.close();
    };
    onTestFinished(async () => {
      await dedup.close({ timeoutMs: 0 });
      await inbox.close();
    });
    return { gates, inbox, dedup, stop };
  };
  return { ...world, world, file, start };
}

/** Handlers whose messages pass the gates of their texts. */
export const passing = (gates: Gates): BotHandlers => ({
  "im.message.receive_v1": ({ message }) => gates.pass(textOf(message)),
});

/** Resolves when Feishu was told that everything is taken. */
export async function acked({ feishu, until }: BotWorld): Promise<void> {
  await until("the acks", () => feishu.deliveries.every(({ state }) => state === "acked"));
}
