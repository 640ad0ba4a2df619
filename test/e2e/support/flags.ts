/** A number from the command line: who mistypes one is to know at once, and not what a suite makes of it. */
export function positiveIn(flag: string, text: string): number {
  return numberIn(flag, text, (number) => number > 0);
}

/** The seed that was asked for, or another one each time; it is printed. */
export function seedIn(text: string | undefined): number {
  return numberIn("seed", text ?? String(Date.now() % 1_000_000), Number.isSafeInteger);
}

function numberIn(flag: string, text: string, isRight: (number: number) => boolean): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(number) && isRight(number)) return number;
  process.stderr.write(`--${flag}: expected a number, got ${JSON.stringify(text)}\n`);
  return process.exit(2);
}
