import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startStandIn } from "../../../src/stand-in/index.ts";
import { configWith, setUp, start } from "../../support/gateway/starting.ts";

const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>busy</html>" };

test.each([
  ["nobody listens", undefined],
  ["a gateway in between answers with its page", page],
])(
  "a Feishu that is down at the start, %s: connected soon after its return",
  async (_, answer) => {
    onTestFinished(await setUp());
    const probe = await startStandIn();
    const { url: domain } = probe;
    const port = Number(new URL(domain).port);
    if (!answer) await probe.close();
    else probe.script({ path: "/callback/ws/endpoint", times: 99, answer });
    const gateway = await start(configWith({ domain }));
    await setTimeout(4000);
    expect(gateway.readiness()).toMatchObject({ ready: false });
    if (answer) await probe.close();
    const back = await startStandIn({ port });
    onTestFinished(() => back.close());
    // The SDK by itself would wait for two minutes.
    await gateway.connected;
  },
  60_000,
);
