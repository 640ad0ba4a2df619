import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { type Delivery, type Fixture, isRestart } from "../../src/replay/fixture.ts";
import { parseFixture, readFixture } from "../../src/replay/read-fixture.ts";
import { fixture, fixtureText, message, reaction, START } from "./support.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fixture-"));
});
afterAll(() => rm(folder, { recursive: true }));

function deliveries({ steps }: Fixture): Delivery[] {
  return steps.flatMap((step) => (isRestart(step) ? [] : [step]));
}

describe("what a fixture says", () => {
  it("is read with its defaults", () => {
    const [first] = deliveries(fixture({}, message(0, "hi")));
    expect(first).toMatchObject({
      at: 0,
      order: 0,
      account: "default",
      transport: "websocket",
      lanes: "single",
      turnMs: 1500,
      work: { fails: 0 },
      dispatch: { sessionKey: "agent:main:feishu:direct:ou_a", text: "hi", createdAt: START },
    });
  });

  it("counts for a line that does not say otherwise", () => {
    const own = { lanes: "nested", turnMs: 7, account: "work", transport: "webhook", fails: 2 };
    const it = fixture({ lanes: "dual", turnMs: 14_386 }, message(0, "a"), message(1, "b", { line: own }));
    const [byHeader, byLine] = deliveries(it);
    expect(byHeader).toMatchObject({ lanes: "dual", turnMs: 14_386 });
    expect(byLine).toMatchObject({
      ...{ lanes: "nested", turnMs: 7, account: "work", transport: "webhook" },
    });
    expect(byLine?.work.fails).toBe(2);
  });

  it.each([
    ["main", "agent:main:main"],
    ["per-peer", "agent:main:direct:ou_a"],
    ["per-channel-peer", "agent:main:feishu:direct:ou_a"],
    ["per-account-channel-peer", "agent:main:feishu:work:direct:ou_a"],
  ])("makes the session key by dmScope %s", (dmScope, sessionKey) => {
    const [first] = deliveries(fixture({ dmScope }, message(0, "hi", { line: { account: "work" } })));
    expect(first?.dispatch.sessionKey).toBe(sessionKey);
  });

  it("takes the scope of the config when it names none, and OpenClaw's default when neither does", () => {
    const text = fixtureText({ dmScope: undefined }, message(0, "hi"));
    const keys = [parseFixture(text, "f", "per-peer"), parseFixture(text, "f")].flatMap(deliveries);
    expect(keys.map(({ dispatch }) => dispatch.sessionKey)).toEqual([
      "agent:main:direct:ou_a",
      "agent:main:main",
    ]);
  });

  it("keeps restarts and order, and counts all events, also those that ask for nothing", () => {
    const read = message(3, "bot speaks");
    read.event.event = {
      ...read.event.event,
      sender: { sender_type: "app", sender_id: { open_id: "ou_b" } },
    } as never;
    const it = fixture({}, message(1, "a"), { at: 2, restart: true }, read, reaction(4));
    expect(it.events).toBe(3);
    expect(it.steps.map(({ at }) => at)).toEqual([1, 2, 4]);
  });

  it("starts late enough that nothing arrives before it was written", () => {
    const it = fixture({}, message(100, "a", { writtenAt: 0 }), message(200, "b", { writtenAt: 190 }));
    expect(it.startsAt).toBe(START - 10);
    expect(fixture({}).startsAt).toBe(0);
  });
});

describe("the same work", () => {
  const worksOf = (...lines: object[]) => {
    const works = deliveries(fixture({}, ...lines)).map(({ work }) => work);
    return works.map((work) => works.indexOf(work));
  };

  it("is a redelivery of the same event, of the same message, and of the same words under fresh ids", () => {
    const first = message(0, "hi", { id: "om_1", eventId: "e1" });
    const sameMessage = message(1, "hi", { id: "om_1", eventId: "e2", writtenAt: 0 });
    const fresh = message(2, "hi", { id: "om_2", eventId: "e3", writtenAt: 0 });
    expect(worksOf(first, { ...first, at: 1 }, { ...sameMessage, at: 2 }, fresh)).toEqual([0, 0, 0, 0]);
  });

  it("is linked through a chain, also when the link comes last", () => {
    const a = message(0, "one text", { id: "om_1", eventId: "e1" });
    const b = message(0, "another", { id: "om_2", eventId: "e2" });
    const link = message(0, "another", { id: "om_1", eventId: "e2" });
    expect(worksOf(a, b, message(0, "third"), link)).toEqual([0, 0, 2, 0]);
  });

  it("is not the same text written at another time, by another user or to another account", () => {
    const again = message(1, "hi", { id: "om_2" });
    const other = message(2, "hi", { id: "om_3", user: "ou_b", writtenAt: 0 });
    const elsewhere = message(3, "hi", { id: "om_1", writtenAt: 0, line: { account: "work" } });
    expect(worksOf(message(0, "hi", { id: "om_1" }), again, other, elsewhere)).toEqual([0, 1, 2, 3]);
  });

  it("fails as often as any of its lines says", () => {
    const it = fixture({}, message(0, "a", { id: "x", line: { fails: 2 } }), message(0, "a", { id: "x" }));
    expect(deliveries(it).map(({ work }) => work.fails)).toEqual([2, 2]);
  });
});

describe("what cannot be used is refused by file, line and key", () => {
  const good = JSON.stringify({ fixture: 1, name: "n" });
  const line = (change: object) => `${good}\n${JSON.stringify({ ...message(0, "secret"), ...change })}`;
  const event = (change: (event: ReturnType<typeof message>["event"]) => object) =>
    line({ event: change(message(0, "secret").event) });

  const bad: Array<[what: string, text: string, message: string]> = [
    ["an empty file", "", "1: expected a JSON object, got an empty line"],
    ["no JSON", "fixture", "1: not JSON"],
    ["no object", "[]", "1: expected object, got an array"],
    ["an event where the header should be", JSON.stringify(message(0, "")), "1: fixture: expected 1, got nothing"],
    ["a newer fixture", '{"fixture":2,"name":"n"}', "1: fixture: expected 1, got 2"],
    ["no name", '{"fixture":1}', "1: name: expected string, got nothing"],
    ["an unknown key in the header", '{"fixture":1,"name":"n","scope":"main"}', "1: scope: no such key"],
    ["an unknown scope", '{"fixture":1,"name":"n","dmScope":"all"}', '1: dmScope: expected "main" or "per-peer" or "per-channel-peer" or "per-account-channel-peer", got a string'],
    ["lanes unknown to the header", '{"fixture":1,"name":"n","lanes":"two"}', '1: lanes: expected "single" or "dual" or "nested", got a string'],
    ["a negative turn", '{"fixture":1,"name":"n","turnMs":-1}', "1: turnMs: expected at least 0, got -1"],
    ["an empty line", `${good}\n\n${JSON.stringify(message(0, "x"))}`, "2: expected a JSON object, got an empty line"],
    ["a broken line, which is not quoted", `${good}\n{"at":0,"text":"secret"`, "2: not JSON"],
    ["a line that is a number", `${good}\n7`, "2: expected object, got 7"],
    ["no time", line({ at: undefined }), "2: at: expected number, got nothing"],
    ["a time before the start", line({ at: -5 }), "2: at: expected at least 0, got -5"],
    ["half a millisecond", line({ at: 0.5 }), "2: at: expected int, got 0.5"],
    ["more than 24 days", line({ at: 2 ** 31 }), "2: at: expected at most 2147483647, got 2147483648"],
    ["time that goes back", `${line({ at: 7 })}\n${JSON.stringify(message(6, "x"))}`, "3: at: expected at least 7, as the line before, got 6"],
    ["neither event nor restart", `${good}\n{"at":0}`, "2: event: expected object, got nothing"],
    ["an unknown key", line({ delay: 3 }), "2: delay: no such key"],
    ["an unknown key of a restart", `${good}\n{"at":0,"restart":true,"turnMs":1}`, "2: turnMs: no such key"],
    ["an event that restarts", line({ restart: true }), "2: event: no such key"],
    ["a restart that is none", `${good}\n{"at":0,"restart":false}`, "2: restart: expected true, got false"],
    ["an unknown transport", line({ transport: "mail" }), '2: transport: expected "websocket" or "webhook", got a string'],
    ["an account without a name", line({ account: "" }), "2: account: expected a text that is not empty, got a string"],
    ["an account that is a letter", line({ account: "x".repeat(257) }), "2: account: expected at most 256 characters, got a string"],
    ["half a failure", line({ fails: 0.5 }), "2: fails: expected int, got 0.5"],
    ["an event of the old format", event(({ event }) => ({ uuid: "u", type: "event_callback", event })), '2: event.schema: expected "2.0", got nothing'],
    ["no header", event(({ event }) => ({ schema: "2.0", event })), "2: event.header: expected an object, got nothing"],
    ["no event id", event((it) => ({ ...it, header: { ...it.header, event_id: "" } })), "2: event.header.event_id: expected an id of up to 256 printable characters, got an empty string"],
    ["a type Feishu does not have", event((it) => ({ ...it, header: { ...it.header, event_type: "im.message.sung_v1" } })), "2: event.header.event_type: expected the type of a known event, got im.message.sung_v1"],
    ["no message", event((it) => ({ ...it, event: {} })), "2: event.event.sender: expected an object, got nothing"],
    ["a time that is none", event((it) => ({ ...it, header: { ...it.header, create_time: "noon" } })), "2: event.header.create_time: expected a time as a string of decimal digits, got a string"],
    ["a time after the end of time", line(message(0, "secret", { writtenAt: 9e15 })), "2: event: written after the end of time"],
  ]; // biome-ignore format: a table

  it.each(bad)("%s", (_, text, message) => {
    const read = () => parseFixture(text, "folder/f.jsonl");
    expect(read).toThrow(new UsageError("ERR_INVALID_FIXTURE", `folder/f.jsonl:${message}`));
    expect(read).not.toThrow("secret");
  });

  it("a file that is not there", async () => {
    const file = join(folder, "none.jsonl");
    await expect(readFixture(file)).rejects.toMatchObject({
      code: "ERR_FIXTURE_UNREADABLE",
      message: `${file}: cannot read it (ENOENT)`,
    });
  });

  it("a file in another encoding", async () => {
    const file = join(folder, "latin1.jsonl");
    await writeFile(file, Buffer.from('{"fixture":1,"name":"caf\xe9"}', "latin1"));
    await expect(readFixture(file)).rejects.toThrow(`${file}:1: not UTF-8`);
  });
});

describe("what is taken as it comes", () => {
  it.each([
    ["line ends of Windows", (text: string) => text.replaceAll("\n", "\r\n")],
    ["no line end at the end", (text: string) => text.trimEnd()],
    ["a byte order mark", (text: string) => `\ufeff${text}`],
  ])("%s", async (_, change) => {
    const file = join(folder, "odd.jsonl");
    await writeFile(file, change(fixtureText({}, message(0, "a"), message(1, "b"))));
    expect((await readFixture(file)).events).toBe(2);
  });
});
