/** As the SDK marks the inner type of an event, which in old events the outer one replaces. */
const EVENT_TYPE = Symbol("event-type");

/** What the SDK's `EventDispatcher` makes of an envelope: the way there, as `fromDispatcher` is the way back. */
export function toDispatcher(envelope: Readonly<Record<string, unknown>>): object {
  const { header, event, ...rest } = envelope;
  if ("schema" in envelope) return { ...rest, ...fieldsOf(header), ...fieldsOf(event) };
  const body = fieldsOf(event);
  return { [EVENT_TYPE]: body.type, ...body, ...rest };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
