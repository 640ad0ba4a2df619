/** An `at` of texts and posts, which cards write otherwise. */
const AT = /<at user_id=/g;

/**
 * A card that shows markdown, and to whose updates everybody is shown.
 *
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text
 */
export function markdownCard(markdown: string): object {
  const content = markdown.replaceAll(AT, "<at id=");
  return {
    schema: "2.0",
    config: { update_multi: true },
    body: { elements: [{ tag: "markdown", content }] },
  };
}
