import { onTestFinished } from "vitest";
import { insertNew } from "../../../src/inbox/postgres/claims/insert.ts";
import { toWanted } from "../../../src/inbox/postgres/claims/wanted.ts";
import { Health } from "../../../src/inbox/postgres/health.ts";
import type { PostgresInboxOptions } from "../../../src/inbox/postgres/options.ts";
import { Sessions } from "../../../src/inbox/postgres/sessions/sessions.ts";
import { Upkeep } from "../../../src/inbox/postgres/upkeep.ts";
import { emptySchema } from "../postgres/empty-schema.ts";
import { databaseUrl } from "../postgres/for-tests.ts";
import { entry } from "./contract/bed.ts";
import { interposed } from "./interposed.ts";

/** The sessions of one gateway, over a database in which a test can step between question and answer. */
export function interposedGateways() {
  const empty = emptySchema();

  return async (options: Pick<PostgresInboxOptions, "pollMs"> = {}) => {
    const { database, me } = await interposed({
      url: await databaseUrl(),
      schema: await empty(),
      ...options,
    });
    const health = new Health(() => {});
    const arrived: number[] = [];
    const lost: string[] = [];
    const sessions = new Sessions({
      ...{ database, health, membership: { id: me, isSure: true }, isWatched: () => true },
      onArrived: ({ id }) => void arrived.push(id),
      onLost: (key) => void lost.push(key),
      onUnseen: () => upkeep.lookAtAll(),
    });
    const { held } = sessions;
    const upkeep = new Upkeep({ database, health, sessions });
    onTestFinished(() => upkeep.close());
    const insert = (name: string, sessionKey = "s", by = me) => {
      const wanted = toWanted(entry([name], { sessionKey }), "{}", { resolve: () => {}, reject: () => {} });
      return insertNew(database, [wanted], { me: by, horizonOf: (key) => held.horizonOf(key) }).then(
        ({ written }) => written,
      );
    };
    const claim = async (name: string, sessionKey?: string) =>
      (await sessions.write(() => insert(name, sessionKey)))[0]?.id ?? 0;
    const run = async (text: string, ...values: unknown[]) =>
      database.query<Record<string, unknown>>({
        name: "",
        text: text.replaceAll("S.", `${database.settings.schema}.`),
        values,
      });
    /** A row that is claimed and ends: the session is held, and nothing waits in it. */
    const claimAndEnd = async (name: string) => {
      const id = await claim(name);
      await run("update S.inbox set ended_at = 1, outcome = 'completed' where id = $1", id);
      await sessions.end(id);
    };
    const holders = async () =>
      (await run("select key, owner, epoch::int from S.session order by key")) as unknown[];
    return {
      database,
      me,
      health,
      sessions,
      held,
      upkeep,
      arrived,
      lost,
      insert,
      claim,
      claimAndEnd,
      run,
      holders,
    };
  };
}
