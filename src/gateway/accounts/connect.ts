import type { Closers } from "../closers.ts";
import type { Account } from "./account.ts";

/** Connects the accounts. Resolves once every one is, and rejects when Feishu does not accept one's credentials. */
export function connect(accounts: readonly Account[], closers: Closers): Promise<void> {
  closers.add(() => Promise.all(accounts.map((account) => account.close())));
  const connected = Promise.all(accounts.map((account) => account.start())).then(() => {});
  // Whoever awaits it is told; whoever does not, must not be ended by it.
  connected.catch(() => {});
  return connected;
}
