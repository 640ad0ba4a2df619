import { describe, expect, test } from "vitest";
import { TurnWrites } from "../../../src/inbox/postgres/turns/turn-writes.ts";
import { interposedGateways } from "../../support/inbox/interposed-gateway.ts";
import { hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("what is written of turns", () => {
  const gateway = interposedGateways();

  test("is one commit for the end of a turn and the start of the next, however many promises are in between", async () => {
    const { database, me, health, held, claim } = await gateway();
    const writes = new TurnWrites({ database, health, me: () => me });
    const ids: number[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await claim(`m${n}`));
    const asked: string[] = [];
    database.interpose = async ({ name }, send) => {
      asked.push(name);
      return send();
    };
    const epoch = held.epochOf("s");
    const ends: Promise<unknown>[] = [];
    for (const id of ids) {
      await writes.write({ id, sessionKey: "s", epoch, write: { kind: "start" } });
      const done = { id, sessionKey: "s", epoch, write: { kind: "done", word: "completed" } } as const;
      ends.push(writes.write(done));
      for (let promises = 0; promises < 20; promises += 1) await Promise.resolve();
    }
    await Promise.all(ends);
    expect(asked).toEqual(Array.from({ length: ids.length + 1 }, () => "write-step"));
  });
});
