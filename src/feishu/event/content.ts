/**
 * The `content` of a message: JSON in a string, of a form that depends on the message's type. Only the types that
 * can carry a command are looked into; all others just have to be JSON.
 */
import { z } from "zod";

const textContent = z.looseObject({ text: z.string() });

const element = z.looseObject({
  tag: z.string(),
  text: z.string().nullish(),
  href: z.string().nullish(),
  user_id: z.string().nullish(),
  user_name: z.string().nullish(),
});

const postBody = z.looseObject({ title: z.string().nullish(), content: z.array(z.array(element)) });

/** A post as people send it, or with one body for each language, as apps send it. */
const postContent = z.union([
  postBody,
  z.record(z.string(), postBody).refine((it) => Object.keys(it).length > 0),
]);

export type PostElement = z.infer<typeof element>;
export type PostBody = z.infer<typeof postBody>;

interface Message {
  readonly message_type: string;
  readonly content: string;
}

/**
 * Merged forwards carry a fixed English sentence instead of JSON ("Merged and Forwarded Message"); their real
 * content has to be fetched.
 */
const PLAIN_TYPES = new Set(["merge_forward"]);

/** What is wrong with the content of this message, as "what was expected"; undefined when nothing is. */
export function contentFault({ message_type, content }: Message): string | undefined {
  if (PLAIN_TYPES.has(message_type)) return undefined;
  const value = parseJson(content);
  if (value === undefined) return "JSON in a string";
  if (message_type === "text" && !textContent.safeParse(value).success) {
    return 'JSON in a string, an object with a "text"';
  }
  if (message_type === "post" && !postContent.safeParse(value).success) {
    return 'JSON in a string, a post with its "content" as a list of paragraphs';
  }
  return undefined;
}

/** The text of a `text` message. */
export function readText(content: string): string | undefined {
  return textContent.safeParse(parseJson(content)).data?.text;
}

/** The body of a `post` message; of several languages the first, since they say the same. */
export function readPost(content: string): PostBody | undefined {
  const value = parseJson(content);
  const flat = postBody.safeParse(value);
  if (flat.success) return flat.data;
  const localized = z.record(z.string(), postBody).safeParse(value);
  return localized.success ? Object.values(localized.data)[0] : undefined;
}

/** JSON has no undefined, so it can stand for "not JSON". */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
