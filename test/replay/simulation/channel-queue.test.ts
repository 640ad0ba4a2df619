import { describe, expect, test } from "vitest";
import { ChannelQueue } from "../../../src/replay/simulation/channel-queue.ts";
import { calm } from "../../support/calm.ts";

/** Tasks that begin when the queue lets them and end when the test says so. */
function tasks(queue: ChannelQueue) {
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, key: string, delivery: object = {}) =>
    queue.run(key, delivery, () => {
      seen.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await calm();
  };
  return { seen, run, end };
}

describe("ChannelQueue", () => {
  test("runs one delivery of a key after the other, however long the first takes", async () => {
    const { seen, run, end } = tasks(new ChannelQueue());
    for (const name of ["a", "b", "c"]) void run(name, "chat");
    await calm();
    expect(seen).toEqual(["a"]);
    await end("a");
    expect(seen).toEqual(["a", "b"]);
    await end("b");
    expect(seen).toEqual(["a", "b", "c"]);
  });

  test("does not hold up another key", async () => {
    const { seen, run } = tasks(new ChannelQueue());
    void run("a", "chat");
    void run("b", "thread");
    await calm();
    expect(seen).toEqual(["a", "b"]);
  });

  test("lets all dispatches of one delivery in together, and the next one when the last of them has left", async () => {
    const { seen, run, end } = tasks(new ChannelQueue());
    const delivery = {};
    void run("first lane", "chat", delivery);
    void run("second lane", "chat", delivery);
    void run("next", "chat");
    await calm();
    expect(seen).toEqual(["first lane", "second lane"]);
    await end("first lane");
    expect(seen).toEqual(["first lane", "second lane"]);
    await end("second lane");
    expect(seen).toEqual(["first lane", "second lane", "next"]);
  });

  test("goes on after a failure, and hands the error on", async () => {
    const queue = new ChannelQueue();
    const failure = new Error("turn failed");
    await expect(queue.run("chat", {}, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(queue.run("chat", {}, async () => "next")).resolves.toBe("next");
  });
});
