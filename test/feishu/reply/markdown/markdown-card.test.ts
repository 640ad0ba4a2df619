import { expect, test } from "vitest";
import { markdownCard } from "../../../../src/feishu/reply/markdown/markdown-card.ts";

test("a card shows markdown, may be updated, and writes mentions as cards do", () => {
  expect(markdownCard('**hi** <at user_id="ou_1"></at> <at id=all></at>')).toEqual({
    schema: "2.0",
    config: { update_multi: true },
    body: { elements: [{ tag: "markdown", content: '**hi** <at id="ou_1"></at> <at id=all></at>' }] },
  });
});
