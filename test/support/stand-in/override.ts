export type Fields = Record<string, unknown>;

/** An event of the maker's with other fields in its body and its header; `undefined` takes one away in JSON. */
export function override<E extends { header: object; event: object }>(
  event: E,
  body: Fields = {},
  header: Fields = {},
) {
  return { ...event, header: { ...event.header, ...header }, event: { ...event.event, ...body } };
}

/** The same for a message event: other fields in the message. */
export function overrideMessage<E extends { header: object; event: { message: object } }>(
  event: E,
  message: Fields,
  header: Fields = {},
) {
  return override(event, { message: { ...event.event.message, ...message } }, header);
}
