import { onDiagnosticEvent, onInternalDiagnosticEvent } from "openclaw/plugin-sdk/diagnostic-runtime";
import { PLUGIN_ID } from "./config.ts";
import type { HostApi } from "./host/host.ts";
import { register } from "./register.ts";

/** Where OpenClaw finds the plugin: `openclaw.extensions` of `package.json` names this file, built. */
export default {
  id: PLUGIN_ID,
  name: "Feishu dispatch dedup",
  register: (api: HostApi): void =>
    register(api, { onDiagnosticEvent, onInternalDiagnosticEvent, abortRun, isRunning }),
};

// The module is a large one, and only an interrupting `/new` and very long turns need it.
const loadRuns = () => import("openclaw/plugin-sdk/agent-harness-runtime");

/** Aborts what runs in this session. */
async function abortRun(sessionKey: string): Promise<void> {
  const runs = await loadRuns();
  const sessionId = runs.resolveActiveEmbeddedRunSessionId(sessionKey);
  if (sessionId) runs.abortAgentHarnessRun(sessionId);
}

async function isRunning(sessionKey: string): Promise<boolean> {
  const runs = await loadRuns();
  return runs.resolveActiveEmbeddedRunSessionId(sessionKey) !== undefined;
}
