/**
 * What not every board has: `cancel` of messages, `replies` that are counted, `dead` letters, and messages of which
 * `fixtures` can be made.
 */
export type Offer = "cancel" | "replies" | "dead" | "fixtures";
