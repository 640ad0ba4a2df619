import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Cell, PeerInfo, Scorecard } from "../scorecard.ts";
import { misjudged, ownFailures } from "../scorecard.ts";
import { markdownOf, versionsOf } from "./markdown.ts";
import { pageOf } from "./page.ts";
import { printed } from "./printed.ts";

const peer = (id: string, isOurs: boolean): PeerInfo => ({
  ...{ id, isOurs, name: `the queue of <${id}>`, heading: `${id}-\nqueue`, versions: { [id]: "1.2.3" } },
  ...{ setting: "as it comes", documentedAt: `https://example.com/${id}`, shows: "plain" },
});
const run = { fixture: "f", events: 2, turns: [] };
const faults = [{ kind: "repeated", messageId: "om_1", what: "ran 2 times" }] as const;
const ok: Pick<Cell, "word" | "faults" | "run"> = { word: "ok", faults: [], run };

/** One that says of `stop` what is given, and of `plain` what is given, or ok. */
function cardOf(stop: Pick<Cell, "word" | "faults" | "run">, plain = ok): Scorecard {
  const claims = [
    { id: "plain", title: "plain", about: "They are answered." },
    { id: "stop", title: "/stop gets\nthrough", about: "It does." },
  ] as const;
  return {
    ...{ at: "2026-01-02T03:04:05.000Z", machine: "a machine", seed: 1, tookMs: 1000, claims },
    peers: [peer("them", false), peer("us", true)],
    cells: [
      { peer: "them", claim: "plain", ...plain },
      { peer: "us", claim: "plain", ...ok },
      { peer: "them", claim: "stop", word: "not its job", reason: "it says so", faults, run },
      { peer: "us", claim: "stop", ...stop },
    ],
  };
}

const failing = cardOf({ word: "fails", faults, run });

test("what fails of ours, and what fails where it is good, is told apart", () => {
  expect(ownFailures(failing).map(({ claim }) => claim)).toEqual(["stop"]);
  expect(ownFailures(cardOf(ok))).toEqual([]);
  expect(misjudged(failing)).toEqual([]);
  const broken = cardOf(ok, { word: "fails", faults, run });
  expect(misjudged(broken).map(({ id }) => id)).toEqual(["them"]);
});

test("the terminal gets a table, and with which event what fails", () => {
  const text = printed(failing, new PassThrough());
  expect(text).toContain("│ /stop gets │ –     │ FAILS │");
  expect(text).toContain("– /stop gets through: it says so");
  expect(text).toContain("FAILS /stop gets through: om_1 ran 2 times");
});

test("the documentation gets the same", () => {
  const text = markdownOf(failing);
  expect(text).toContain("| /stop gets through | – | FAILS |");
  expect(text).toContain("- **them-queue**, the queue of <them>: as it comes");
  expect(text).toContain("- the queue of <us>, /stop gets through: om_1 ran 2 times.");
  expect(versionsOf(failing)).toEqual({ them: "1.2.3" });
});

test("the page links each word to what it rests on, and names are text", () => {
  const page = pageOf(failing);
  expect(page).toContain('<a href="#us-stop">FAILS</a>');
  expect(page).toContain('<h3 id="us-stop">');
  expect(page).toContain("the queue of &lt;us&gt;");
  expect(page).not.toContain("<us>");
});
