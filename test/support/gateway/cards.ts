import { expect } from "vitest";
import type { ReplyError } from "../../../src/feishu/channel.ts";
import { Card, type CardDoor, type CardSetup } from "../../../src/gateway/turns/answer/card.ts";

/** A card, what it was asked to show, and what it has shown; some requests fail, by their number from 0. */
export function setUpCard(fails: Record<number, ReplyError> = {}, setup: Partial<CardSetup> = {}) {
  const shown: string[] = [];
  const tried: string[] = [];
  const request = async (markdown: string) => {
    tried.push(markdown);
    const error = fails[tried.length - 1];
    if (error) throw error;
    shown.push(markdown);
  };
  const door: CardDoor = {
    send: async (markdown) => {
      await request(markdown);
      return "om_card";
    },
    update: async (id, markdown, { signal }) => {
      expect(id).toBe("om_card");
      signal.throwIfAborted();
      await request(markdown);
    },
  };
  return { card: new Card(door, { everyMs: 500, mayExist: false, ...setup }), shown, tried };
}
