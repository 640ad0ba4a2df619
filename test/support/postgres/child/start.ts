/** Starts a server, says its number and folder, and stays. */
import { startPostgres } from "../server.ts";

const server = await startPostgres();
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url, folder: server.folder })}\n`);
setInterval(() => {}, 60_000);
