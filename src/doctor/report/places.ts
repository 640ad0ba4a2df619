/** Where something stands, in a few words. */
export type ShownPlaces = (places: readonly string[]) => string;

/**
 * Makes what shows places, given as `file:line`: by the line alone where there is one log, otherwise with the name of
 * each file once.
 */
export function placeShower(all: readonly string[]): ShownPlaces {
  const [first = "", ...others] = all;
  const isOne = others.every((place) => fileOf(place) === fileOf(first));
  return (places) => (isOne ? `line ${places.map(lineOf).join(", ")}` : withFiles(places));
}

function withFiles(places: readonly string[]): string {
  const isSame = (index: number) => fileOf(places[index - 1] ?? "") === fileOf(places[index] ?? "");
  return places.map((place, index) => (isSame(index) ? lineOf(place) : place)).join(", ");
}

function fileOf(place: string): string {
  return place.slice(0, place.lastIndexOf(":"));
}

function lineOf(place: string): string {
  return place.slice(place.lastIndexOf(":") + 1);
}
