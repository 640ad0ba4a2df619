import { findChromium, installChromium, REQUIRED } from "./support/chromium.ts";

// Brings the browser of the tests where they have to run, or where somebody asks for it: it changes the system.
const isAsked = process.argv.includes("--force") || process.env[REQUIRED] !== undefined;
if (findChromium() === undefined && isAsked) installChromium();
const found = findChromium();
const advice =
  "no Chromium on this system: the tests are skipped. `npm run test:browser:install` installs Debian's.";
process.stdout.write(`${found ?? advice}\n`);
