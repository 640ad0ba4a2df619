import { parser } from "@prometheus-io/lezer-promql";

/** What a query asks for. */
export interface Query {
  /** Parts that are no PromQL. */
  readonly wrong: readonly string[];
  readonly metrics: readonly string[];
  /** Every label by which it selects, groups or joins. */
  readonly labels: readonly string[];
  /** Values with which it compares labels. */
  readonly values: readonly string[];
}

/** Reads a query by Prometheus's own grammar; what Grafana puts in is put in. */
export function readQuery(query: string): Query {
  const text = query.replaceAll("$__rate_interval", "5m");
  const found = {
    wrong: [] as string[],
    metrics: [] as string[],
    labels: [] as string[],
    values: [] as string[],
  };
  parser.parse(text).iterate({
    enter({ type, name, node, from, to }) {
      const said = text.slice(from, to);
      if (type.isError) found.wrong.push(text.slice(from - 10, to + 10));
      else if (name === "Identifier") found.metrics.push(said);
      else if (name === "LabelName") found.labels.push(said);
      else if (name === "StringLiteral" && node.parent?.name === "UnquotedLabelMatcher")
        found.values.push(...JSON.parse(said).split("|"));
    },
  });
  return found;
}
