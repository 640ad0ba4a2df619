/** A program as an agent: passes a turn on to the agent that is a server, and ends as that one answers. */
import { text } from "node:stream/consumers";

const [, , url = ""] = process.argv;
/** Of sysexits.h: it failed for now. */
const EX_TEMPFAIL = 75;

try {
  const turn = await text(process.stdin);
  // Who is killed while it tells what to do leaves half of it, or nothing.
  JSON.parse(turn);
  const response = await fetch(url, { method: "POST", body: turn });
  const said = await response.text();
  if (response.status === 429 || response.status >= 500) process.exitCode = EX_TEMPFAIL;
  else if (!response.ok) process.exitCode = 1;
  else if (said !== "") process.stdout.write(JSON.parse(said).reply);
} catch (error) {
  // A connection that breaks off is a TypeError; no JSON is a SyntaxError.
  process.exitCode = error instanceof SyntaxError ? 1 : EX_TEMPFAIL;
}
