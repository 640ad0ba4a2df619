import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { style as timelineStyle } from "../../timeline/page/style.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

const styles = timelineStyle + style;

/** The page, in which nothing stands that is anybody's: its script asks for that. */
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>feishu-dispatch-dedup</title>
<style>${styles}</style>
<body class="board"><noscript>This page is drawn by its script.</noscript></body>
<script type="module">${script}</script>
</html>
`;

/** Nothing runs but the page's own script, which talks to nobody but its own gateway; nobody may frame it. */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(styles)}'`,
  `script-src '${hashOf(script)}'`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

export function sendPage(response: ServerResponse): undefined {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-frame-options": "DENY",
  });
  response.end(response.req.method === "HEAD" ? undefined : page);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
