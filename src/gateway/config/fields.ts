import { z } from "zod";
import { PUBLIC } from "../../explain.ts";
import { PERSON_ENTRY, readPerson } from "../../feishu/event/people.ts";
import { LINK_ENTRY, readLink } from "../../feishu/key/identity-links.ts";

/** A text that is not empty. */
export const name = z.string().refine((text) => text !== "", "a text that is not empty");

/** Somebody on a list of people; what can be nobody's id would match nobody, in silence. */
export const person = z.string().refine((entry) => readPerson(entry) !== undefined, {
  error: PERSON_ENTRY,
  params: PUBLIC,
});

/** One of the ids that are one person. */
export const linkedId = z.string().refine((entry) => readLink(entry, "feishu") !== undefined, {
  error: LINK_ENTRY,
  params: PUBLIC,
});

export const port = z.int().min(0).max(65_535);

const secretForm = 'a text, {"env": "NAME"} or {"file": "path"}';

/** A secret: better named than written down, though a text is taken too. Never shown in a log or an error. */
export const secret = z.union([name, z.strictObject({ env: name }), z.strictObject({ file: name })], {
  error: secretForm,
});

/** Where a secret is. */
export type SecretRef = z.output<typeof secret>;

/** The URL of a server; of what came nothing is shown, since URLs may hold passwords. */
export const httpUrl = z
  .string()
  .refine((text) => /^https?:$/.test(protocolOf(text)), "an http or https URL");

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : "";
}
