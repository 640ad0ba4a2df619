import type { IncomingMessage } from "node:http";
import { readPass } from "../../board/door/pass.ts";
import { UsageError } from "../../errors.ts";
import { passFileOf } from "../../gateway/board/pass-file.ts";
import type { GatewayConfig } from "../../gateway/config/read-config.ts";
import type { Recording } from "../../gateway/index.ts";
import { createFixture, type FixtureFile } from "../../gateway/record/fixture-file.ts";
import { fixtureSettings } from "../../gateway/record/fixture-settings.ts";
import { Connection, linesOf } from "./connection.ts";

/**
 * Records beside the gateway of a config, which makes the lines of what it receives itself: no text leaves it.
 *
 * @returns undefined where none runs
 * @throws UsageError as the gateway says, or `ERR_OUTPUT_UNWRITABLE` when the file cannot be created
 */
export async function recordBeside(config: GatewayConfig, out: string): Promise<Recording | undefined> {
  const response = await listen(config);
  if (!response) return undefined;
  try {
    const file = await createFixture(out, fixtureSettings(config));
    return recordingOf(response, file);
  } catch (error) {
    response.destroy();
    throw error;
  }
}

async function listen(config: GatewayConfig): Promise<IncomingMessage | undefined> {
  try {
    return await new Connection(await readPass(passFileOf(config))).open("GET", "/board/record");
  } catch (error) {
    if (error instanceof UsageError && error.code === "ERR_NO_GATEWAY") return undefined;
    throw error;
  }
}

function recordingOf(response: IncomingMessage, file: FixtureFile): Recording {
  let isClosing = false;
  const written = copyTo(file, response).then((cause) => {
    if (!isClosing)
      throw new UsageError("ERR_GATEWAY_GONE", "the gateway has ended, and the recording with it", { cause });
  });
  return {
    // Never but by its failure: there is nothing else to wait for.
    connected: new Promise((_, reject) => void written.catch(reject)),
    get events() {
      return file.events;
    },
    async close() {
      isClosing = true;
      response.destroy();
      await written.catch(() => {});
      await file.close();
    },
  };
}

/** @returns what has cut it off, if it did not end well @throws UsageError when the file cannot be written */
async function copyTo(file: FixtureFile, response: IncomingMessage): Promise<unknown> {
  try {
    for await (const line of linesOf(response)) await file.write(line);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return error;
  }
}
