import { expect, test } from "vitest";
import { endingOf } from "../../../src/openclaw/host/endings.ts";

// Everything that OpenClaw 2026.5.20, 2026.7.35 and 2026.9.6 can report of a dispatch, and what the plugin has them report.
test.each([
  ["completed", undefined, "done"],
  ["completed", "before_dispatch_handled", "done"],
  ["completed", "fast_abort", "done"],
  ["completed", "plugin-bound-handled", "done"],
  ["completed", "plugin-bound-declined", "done"],
  ["completed", "plugin-bound-fallback-missing-plugin", "done"],
  ["completed", "plugin-bound-fallback-no-handler", "done"],
  ["completed", "conversation-turn-reply", "done"],
  ["completed", "active_run_injected", "done"],
  ["completed", "channel_transform", "done"],
  ["completed", "acp_dispatch", "done"],
  ["completed", "acp_empty_prompt", "done"],
  ["completed", "acp_question_answer", "done"],
  ["completed", "plugin-bound-error", "failed"],
  ["completed", "acp_error:acp_backend_unavailable", "failed"],
  ["completed", "acp_aborted", "stopped"],
  ["completed", "reply_operation_aborted", "stopped"],
  ["skipped", "reply_operation_aborted", "stopped"],
  ["skipped", "reply-operation-active", "refused"],
  ["skipped", "duplicate", undefined],
  ["skipped", "feishu-dispatch-dedup:joined", undefined],
  ["skipped", "queue-cap", "failed"],
  ["skipped", "session-directive-rejected", "failed"],
  ["skipped", undefined, "failed"],
  ["error", undefined, "failed"],
  ["error", "question-response-refused", "failed"],
  ["error", "question-response-rejected", "failed"],
  ["error", "question-response-indeterminate", "failed"],
  ["error", "restricted_runtime_takeover", "failed"],
  [undefined, undefined, "failed"],
  ["postponed", "nobody knows", "failed"],
])("%s, %s: %s", (outcome, reason, ending) => {
  expect(endingOf({ ...(outcome && { outcome }), ...(reason && { reason }) })).toBe(ending);
});
