import { PLUGIN_ID } from "../../../src/openclaw/config.ts";
import type { Gateway } from "./gateway.ts";
import type { Finished } from "./process.ts";

/** What an operator would ask a host about its plugins. */
const ASKED = [
  ["plugins", "doctor"],
  ["plugins", "inspect", PLUGIN_ID],
  ["security", "audit", "--deep", "--json"],
] as const;

/** What the host has to say against the plugin that it has installed. */
export async function complaints(gateway: Gateway): Promise<string[]> {
  const problems: string[] = [];
  for (const command of ASKED) {
    const finished = await gateway.cli(...command);
    const said = against(command[1], finished);
    if (said) problems.push(`${command.join(" ")}: ${said}`);
  }
  return problems;
}

function against(command: (typeof ASKED)[number][1], { code, output }: Finished): string | undefined {
  if (code !== 0) return `exit ${code}: ${output}`;
  // 2026.9 looks at what is to be loaded, the others load it.
  if (command === "inspect") return /^Status: (loaded|enabled)$/m.test(output) ? undefined : output;
  if (command === "doctor") return output.includes(PLUGIN_ID) ? output : undefined;
  const { findings } = JSON.parse(/^\{.*^\}/ms.exec(output)?.[0] ?? "{}");
  const own = findings.filter((finding: object) => JSON.stringify(finding).includes(PLUGIN_ID));
  return own.length > 0 ? JSON.stringify(own) : undefined;
}
