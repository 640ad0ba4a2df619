import type { InboxHealth, InboxItem } from "../inbox.ts";
import { Claims } from "./claims/claims.ts";
import type { Database } from "./database/database.ts";
import { Health } from "./health.ts";
import { Membership } from "./membership/membership.ts";
import { Sessions } from "./sessions/sessions.ts";
import { TurnWrites } from "./turns/turn-writes.ts";
import { Upkeep } from "./upkeep.ts";

/** The inbox's parts, wired together. Nothing is joined yet. */
export interface InboxParts {
  readonly health: Health;
  readonly membership: Membership;
  readonly sessions: Sessions;
  readonly claims: Claims;
  readonly turnWrites: TurnWrites;
  readonly upkeep: Upkeep;
}

/** What the inbox's watchers are told, and whether there are any. */
interface Told {
  readonly isWatched: () => boolean;
  readonly onHealth: (health: InboxHealth) => void;
  readonly onArrived: (item: InboxItem) => void;
  readonly onLost: (sessionKey: string) => void;
}

export function partsOf(database: Database, { onHealth, ...told }: Told): InboxParts {
  const health = new Health(onHealth);
  const membership = new Membership({
    ...{ database, health },
    onSure: () => {
      // What was noted meanwhile was handed out to nobody.
      sessions.held.loseAll();
      upkeep.lookAtAll();
    },
    onConnectedAgain: () => {
      // What others told meanwhile is lost; and after a crash the database may count transactions from further back.
      sessions.held.seeAnew();
      upkeep.lookAtAll();
    },
    onUnsure: () => sessions.held.loseAll(),
    onNotified: (rows) => upkeep.lookAt(rows),
    onBeat: () => upkeep.beat(),
  });
  const onUnseen = () => upkeep.lookAtAll();
  const sessions = new Sessions({ database, health, membership, ...told, onUnseen });
  const upkeep = new Upkeep({ database, health, sessions });
  const claims = new Claims({ database, sessions, health });
  const turnWrites = new TurnWrites({ database, health, me: () => sessions.me });
  return { health, membership, sessions, claims, turnWrites, upkeep };
}
