/** Something that is drawn anew. */
export interface Drawn {
  measure(): void;
  drawNow(): void;
}

const due = new Set<Drawn>();

/** Draws it with the browser's next frame. All that is due is measured before any is drawn. */
export function nextFrame(it: Drawn): void {
  if (due.size === 0) requestAnimationFrame(drawDue);
  due.add(it);
}

function drawDue(): void {
  const all = [...due];
  due.clear();
  for (const it of all) it.measure();
  for (const it of all) it.drawNow();
}
