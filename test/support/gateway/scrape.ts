/** One line of Prometheus's text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/i;
const LABEL = /([a-z_][a-z0-9_]*)="((?:[^"\\]|\\.)*)"/gi;

/** @throws Error for a line that is neither a sample nor a comment */
export function samplesIn(text: string): Sample[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [, name, labels = "", value] = LINE.exec(line) ?? [];
    if (name === undefined) throw new Error(`no sample: ${line}`);
    const pairs = [...labels.matchAll(LABEL)].map(([, key = "", said = ""]) => [key, said]);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}

/** What `/metrics` of a gateway says now. */
export class Scrape {
  readonly samples: readonly Sample[];

  constructor(samples: readonly Sample[]) {
    this.samples = samples;
  }

  /** @param health the address of the health server */
  static async of(health: string | undefined): Promise<Scrape> {
    const response = await fetch(`${health}/metrics`);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return new Scrape(samplesIn(await response.text()));
  }

  /** All series of a metric together; 0 for none. */
  sum(name: string): number {
    return this.#of(name).reduce((sum, { value }) => sum + value, 0);
  }

  /** The series of a metric, added up by one of their labels. */
  by(name: string, label: string): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { labels, value } of this.#of(name)) {
      const key = labels[label] ?? "";
      sums[key] = (sums[key] ?? 0) + value;
    }
    return sums;
  }

  #of(name: string): Sample[] {
    return this.samples.filter((sample) => sample.name === name);
  }
}
