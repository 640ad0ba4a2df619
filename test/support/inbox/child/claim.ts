import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";

// Claims what it is told to and answers with what became of each claim. It has a signal handler because a
// process that hits its file size limit is ended otherwise.
process.on("SIGXFSZ", () => {});
const [file = ""] = process.argv.slice(2);
const inbox = await openSqliteInbox({ file, retryMs: 20 });
inbox.watch({ health: (health) => process.send?.({ health: health.ok ? "ok" : health.error.code }) });
process.on("message", async (names: string[]) => {
  const claims = names.map((name) =>
    inbox
      .claim({ event: "x".repeat(1000), ids: [name], sessionKey: name, account: "a", transport: "webhook" })
      .then(
        (claim) => claim.status,
        (error) => error.code,
      ),
  );
  process.send?.({ claims: await Promise.all(claims) });
});
process.send?.("open");
