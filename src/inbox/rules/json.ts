/** What a durable inbox holds as JSON. A row that is damaged must not hold the others back: of it nothing is known. */
export function toJson(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param json null when the row is done: its identities are kept as hashes only */
export function toIds(json: unknown): string[] {
  const ids = toJson(json);
  return Array.isArray(ids) ? ids.map(String) : [];
}
