import type { FactKind } from "./fact.ts";

/** A line as a gateway words it. Names of groups are those of a fact's fields. */
export interface Phrase {
  readonly kind: FactKind;
  readonly pattern: RegExp;
}

/** Before what a Feishu channel says: its account, and with openclaw-lark the message it is about. */
const CHANNEL = /^(?:feishu(?:\[(?<account>[^\]]{1,99})\])?(?:\[msg:(?<about>[\w.:-]{1,99})\])?: )?/.source;
const SESSION = /sessionKey=(?<session>[^\s)]{1,300})/.source;

const channel = (kind: FactKind, pattern: RegExp): Phrase => ({
  kind,
  pattern: new RegExp(CHANNEL + pattern.source, "su"),
});
const host = (kind: FactKind, pattern: RegExp): Phrase => ({
  kind,
  pattern: new RegExp(`^(?:${pattern.source.replace("SESSION", SESSION)})`, "su"),
});

/**
 * What OpenClaw 2026.5.20, 2026.7.35 and 2026.9.6 and their Feishu channels write, and the report that this project
 * began with. Each begins where a message does: what a user wrote stands further on, and is not taken for a line.
 */
export const phrases: readonly Phrase[] = [
  channel(
    "received",
    /received (?:message )?from (?<sender>\S{1,99}) in (?<chat>\S{1,99}) \((?<chatType>\w+)\)/,
  ),
  channel(
    "queued",
    /message (?<message>\S{1,99}) in chat (?<chat>\S{1,99}?)(?: thread (?<thread>\S{1,99}))? — \w/,
  ),
  channel("text", /Feishu(?:\[[^\]]{1,99}\])? DM(?: from (?<sender>[^\s:]{1,99}))?: (?<text>.*)/),
  channel("text", /Feishu(?:\[[^\]]{1,99}\])? message in group (?<chat>[^\s:]{1,99}): (?<text>.*)/),
  channel("stop", /abort (?:message detected, |fast-path triggered )/),
  channel("command", /(?:detected system command|system command detected), /),
  channel(
    "dispatched",
    /dispatching (?:to agent|synthetic reply|comment reply) \(session=(?<session>[^),]{1,300})/,
  ),
  channel("answered", /dispatch complete \((?:queuedFinal=\w+, )?replies=(?<replies>\d+)/),
  channel("answered", /system command dispatched \(delivered=(?<replies>\w+)/),
  channel("evicted", /per-chat task exceeded (?<ms>\d+)ms cap \(key=(?<chat>[^)]{1,300})\)/),
  channel(
    "adoption-lost",
    /(?:failed to dispatch|error handling) message: .{0,99}ingress adoption lost: (?<reason>\S+)/,
  ),
  channel("not-dispatched", /(?:failed to dispatch|error handling) message: /),
  host(
    "lane-failed",
    /lane task error: lane=(?<lane>\S{1,300}) durationMs=(?<ms>\d+) (?:error=)?"?(?<error>.*?)"?$/,
  ),
  host("lane-done", /lane task done: lane=session:(?<session>\S{1,300}) durationMs=(?<ms>\d+)/),
  host(
    "turn",
    /session turn created: .{0,200}?SESSION .{0,200}?channel=(?<channel>\S+) trigger=(?<trigger>\S+)/,
  ),
  host(
    "processed",
    /message processed: channel=(?<channel>\S+) chatId=(?:user:)?(?<chat>\S{1,99}) messageId=(?<message>\S{1,99}) sessionId=\S+ SESSION outcome=(?<outcome>\w+)(?: duration=(?<ms>\d+)ms)?(?: reason=(?<reason>\S{1,99}))?(?: error="(?<error>.*)")?/,
  ),
  host(
    "expired",
    /stuck session recovery: .{0,200}?SESSION age=(?<seconds>\d+)s action=(?<reason>\S+) aborted=true/,
  ),
  host(
    "expired",
    /reply run stale takeover: forced release SESSION reason=(?<reason>\S+) .{0,200}?ranForMs=(?<ms>\d+)/,
  ),
  host(
    "adoption-stalled",
    /Channel ingress claim→adoption stalled for event (?<message>\S{1,99}) on lane (?<lane>\S{1,300}) after (?<ms>\d+)ms/,
  ),
  host("compaction", /(?:\[compaction\] )?rotated active transcript after .{0,99}?SESSION/),
  host("compaction", /\[compaction-diag\] start .{0,300}?SESSION/),
  host("compaction", /(?:auto-compaction succeeded|context overflow detected) /),
  host("cron", /cron: (?:job run|job execution|running job)/),
  host("heartbeat", /heartbeat failed: /),
  host("tool", /(?:bundle-mcp: )?tool "[^"]{0,200}" from server "[^"]{0,200}" registered/),
  host("called", /⇄ res ✓ (?<method>(?:chat|sessions|agent|sessions_send)(?:\.\w{1,40})?) /),
  host("starting", /(?:starting HTTP server\.\.\.|http server listening)/),
  host("held", /feishu-dispatch-dedup: (?:held|started|released) .*message=(?<message>[\w:-]{1,99})/),
];
