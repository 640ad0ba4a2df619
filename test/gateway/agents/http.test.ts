import { expect, onTestFinished, test } from "vitest";
import { createHttpAgent } from "../../../src/gateway/agents/http.ts";
import { AgentServer } from "../../support/gateway/agent-server.ts";
import { ask, turnOf } from "../../support/gateway/agents.ts";

test("a server finds the epoch of its turn in a header and in the turn, and none where there is none", async () => {
  const server = new AgentServer(
    ({ epoch }, { request }) => `${request.headers["x-session-epoch"]} ${epoch}`,
    () => {},
  );
  await server.listen();
  onTestFinished(() => server.kill());
  const agent = createHttpAgent({ url: server.url, headers: {}, timeoutMs: 20_000, maxAnswerBytes: 10_000 });
  expect(await ask(agent, turnOf("hi", { epoch: 7 }))).toEqual(["7 7"]);
  expect(await ask(agent, turnOf("hi"))).toEqual(["undefined undefined"]);
});
