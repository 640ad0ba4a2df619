import { Board } from "./board.ts";
import { Gateway } from "./gateway.ts";

void start();

/** Brings the page to life. */
async function start(): Promise<void> {
  const gateway = new Gateway();
  const isIn = await gateway.enter();
  const board = new Board(gateway);
  if (isIn) board.follow();
  else board.lock();
  // The address may bring another ticket.
  addEventListener("hashchange", async () => (await gateway.enter()) && board.follow());
}
