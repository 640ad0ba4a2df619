/** Feishu's codes for an access token that is not valid any more. A new one is. */
export const STALE_TOKEN: ReadonlySet<number> = new Set([99991661, 99991663, 99991664, 99991668]);
