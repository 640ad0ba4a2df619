/**
 * The errors this package throws by itself. An error of the user's own handler is passed on untouched.
 *
 * There is one class for each party that can do something about it, and a stable `code` for each reason,
 * so that programs decide by `instanceof` and `code` and never by the text.
 */
export abstract class FeishuDispatchError extends Error {
  /** Stable and machine readable, e.g. `ERR_INVALID_OPTION`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** Whoever wrote the code or the config can fix it: a bad option, dispatch, argument or file. */
export class UsageError extends FeishuDispatchError {}

/** Whoever sent the event can fix it: it is not what Feishu sends. Nothing was accepted. */
export class InputError extends FeishuDispatchError {}

/** Whoever wrote the handlers can fix it: two turns would wait for each other for ever. */
export class DeadlockError extends FeishuDispatchError {}

/** Nobody has to fix anything: the reason with which a turn's signal aborts when the engine stops it. */
export class TurnStopped extends FeishuDispatchError {}
