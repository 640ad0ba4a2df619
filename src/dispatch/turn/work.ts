import type { CommandKind } from "../command-policy.ts";
import type { Caller } from "./caller.ts";
import type { RunningTurn } from "./turn.ts";

/** What has to be done once: all its identities, and everybody who asked for it. The first caller leads. */
export class Work {
  /** The dispatch that brought it, which may have left since: its session and its place in the line. */
  readonly origin: Caller;
  ids: readonly string[] = [];
  readonly callers: Caller[];
  kind: CommandKind;
  /** Works that turned out to be this one after both had started, itself among them. */
  twins: ReadonlySet<Work> | undefined = undefined;
  /** Set when it starts. From then on it cannot be withdrawn. */
  turn: RunningTurn | undefined = undefined;
  /** Its neighbours in the waiting line. */
  ahead: Work | undefined = undefined;
  behind: Work | undefined = undefined;

  constructor(origin: Caller, kind: CommandKind) {
    this.origin = origin;
    this.kind = kind;
    this.callers = [origin];
    origin.waitFor(this);
  }

  /** What it is called where its identities have to be told from those of other works. */
  get name(): string {
    return this.origin.dispatch.ids[0] ?? "";
  }

  get sessionKey(): string {
    return this.origin.dispatch.sessionKey;
  }

  add(caller: Caller): void {
    this.callers.push(caller);
    caller.waitFor(this);
  }

  remove(caller: Caller): void {
    const at = this.callers.indexOf(caller);
    if (at >= 0) this.callers.splice(at, 1);
  }

  /** They have both started, and turn out to be one work, as do their twins so far. */
  pair(other: Work): void {
    const twins = new Set([this, other, ...(this.twins ?? []), ...(other.twins ?? [])]);
    for (const twin of twins) twin.twins = twins;
  }
}
