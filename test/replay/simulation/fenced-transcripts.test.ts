import { describe, expect, test } from "vitest";
import { Transcripts } from "../../../src/replay/simulation/fenced-transcripts.ts";
import { calm } from "../../support/calm.ts";

describe("the fence", () => {
  type Change = (transcripts: Transcripts) => void;
  const writes =
    (...roles: Array<"user" | "assistant">): Change =>
    (it) => {
      for (const role of roles) it.append("s", role);
    };
  const changes: Array<[what: string, change: Change, intact: boolean]> = [
    ["nothing", writes(), true],
    ["an entry of the assistant", writes("assistant"), true],
    ["several of them", writes("assistant", "assistant"), true],
    ["an entry of the user", writes("user"), false],
    ["an entry of the user among others", writes("assistant", "user", "assistant"), false],
    ["a new transcript", (it) => it.archive("s"), false],
    [
      "a new transcript that looks the same",
      (it) => {
        it.archive("s");
        it.append("s", "user");
      },
      false,
    ],
    [
      "another session",
      (it) => {
        it.append("other", "user");
        it.archive("other");
      },
      true,
    ],
  ];

  test.each(changes)("%s in between", (_, change, intact) => {
    const transcripts = new Transcripts();
    transcripts.append("s", "user");
    const fence = transcripts.fence("s");
    change(transcripts);
    expect(transcripts.isIntact("s", fence)).toBe(intact);
  });
});

describe("the lock", () => {
  test("lets one writer of a session after the other, and another session at once", async () => {
    const transcripts = new Transcripts();
    const seen: string[] = [];
    let finish = () => {};
    const first = transcripts.locked("s", async () => {
      seen.push("first");
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      seen.push("first done");
    });
    const second = transcripts.locked("s", () => seen.push("second"));
    await transcripts.locked("other", () => seen.push("other"));
    await calm();
    expect(seen).toEqual(["first", "other"]);
    finish();
    await Promise.all([first, second]);
    expect(seen).toEqual(["first", "other", "first done", "second"]);
  });

  test("does not outlive the process that holds it", async () => {
    const transcripts = new Transcripts();
    void transcripts.locked("s", () => new Promise(() => {}));
    void transcripts.locked("s", () => expect.fail("the process that waited is gone too"));
    transcripts.releaseLocks();
    await expect(transcripts.locked("s", () => "free")).resolves.toBe("free");
  });

  test("is let go when a writer throws, and hands the error on", async () => {
    const transcripts = new Transcripts();
    const disk = new Error("disk full");
    await expect(transcripts.locked("s", () => Promise.reject(disk))).rejects.toBe(disk);
    await expect(transcripts.locked("s", () => "free")).resolves.toBe("free");
  });
});
