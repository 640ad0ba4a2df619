import { z } from "zod";
import { isTokenStale } from "../reply/reply-failure.ts";
import type { FeishuClient } from "../sdk/client.ts";

/** What Feishu's API says: data, or a code other than 0. */
interface Answer<Data> {
  readonly code?: number | undefined;
  readonly data?: Data | undefined;
}

/**
 * Asks Feishu for something; once more with a new access token when the one that it had is not valid any more.
 * Rejects with what the network threw.
 *
 * @returns the answer, also when it is a refusal
 */
export async function ask<Data>(
  client: FeishuClient,
  request: () => Promise<Answer<Data>>,
): Promise<Answer<Data>> {
  const answer = await answerTo(request);
  if (!isTokenStale({ feishuCode: answer.code })) return answer;
  client.forgetToken();
  return answerTo(request);
}

const Refused = z.object({ response: z.object({ data: z.object({ code: z.number() }) }) });

/** Feishu refuses with a 4xx, which the official client throws. */
async function answerTo<Data>(request: () => Promise<Answer<Data>>): Promise<Answer<Data>> {
  try {
    return await request();
  } catch (error) {
    const refused = Refused.safeParse(error).data;
    if (!refused) throw error;
    return { code: refused.response.data.code };
  }
}
