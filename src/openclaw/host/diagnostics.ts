/** An event of the host's diagnostics; only the fields of the types that the plugin listens to. */
export interface DiagnosticEvent {
  readonly type: string;
  readonly channel?: string;
  readonly messageId?: string;
  readonly sessionKey?: string;
  readonly runId?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly prevState?: string;
  readonly lane?: string;
  readonly queueSize?: number;
}

/** @returns a function that unsubscribes */
export type OnDiagnosticEvent = (listener: (event: DiagnosticEvent) => void) => () => void;
