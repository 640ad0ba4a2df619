/** What leaves no mark on the screen: white space, control characters, and what Unicode says to show as nothing. */
const UNSEEN = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u;

/** Whether nobody would see anything of the text. Feishu refuses it as a message. */
export function isBlank(text: string): boolean {
  return UNSEEN.test(text);
}
