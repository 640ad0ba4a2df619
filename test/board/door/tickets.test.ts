import { expect, test } from "vitest";
import { Tickets } from "../../../src/board/door/tickets.ts";

test("a ticket lets in once", () => {
  const tickets = new Tickets();
  const ticket = tickets.issue();
  expect([tickets.use(ticket), tickets.use(ticket), tickets.use("another")]).toEqual([true, false, false]);
});

test("and not for ever", () => {
  let now = 0;
  const tickets = new Tickets(() => now);
  const [early, late] = [tickets.issue(), tickets.issue()];
  now = 299_999;
  expect(tickets.use(early)).toBe(true);
  now = 300_000;
  expect(tickets.use(late)).toBe(false);
});

test("of very many the oldest make room", () => {
  const tickets = new Tickets();
  const all = Array.from({ length: 25 }, () => tickets.issue());
  expect(all.filter((ticket) => tickets.use(ticket))).toEqual(all.slice(5));
});
