// OpenClaw's modules resolve inside its process only. These are the parts that the plugin uses.

declare module "openclaw/plugin-sdk/diagnostic-runtime" {
  /** @returns a function that unsubscribes */
  export function onDiagnosticEvent(listener: (event: { readonly type: string }) => void): () => void;
  /** Tells of everything that the host tells its own parts. */
  export function onInternalDiagnosticEvent(listener: (event: { readonly type: string }) => void): () => void;
}

declare module "openclaw/plugin-sdk/agent-harness-runtime" {
  /** The id of the run that is active in a session, by its key. */
  export function resolveActiveEmbeddedRunSessionId(sessionKey: string): string | undefined;
  export function abortAgentHarnessRun(sessionId: string): boolean;
}
