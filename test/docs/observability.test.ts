import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import type { Sample } from "../support/gateway/scrape.ts";
import { fields, toldTelemetry } from "../support/gateway/telemetry.ts";
import { readQuery } from "../support/promql.ts";

const dashboard = JSON.parse(readFileSync("examples/observability/dashboard.json", "utf8"));
const { groups } = parse(readFileSync("examples/observability/alerts.yaml", "utf8"));
const page = readFileSync("docs/metrics.md", "utf8");

/** What Prometheus itself adds. */
const ADDED = { metrics: ["up"], labels: ["job", "instance"], values: ["feishu-dispatch-dedup"] };
const outcomes = ["completed", "expired", "overflow", "dropped"] as const;

let samples: readonly Sample[] = [];
beforeEach(async () => {
  ({ samples } = await everything());
});

/** All that a gateway may say. */
async function everything() {
  const { tell, scrape } = await toldTelemetry();
  for (const [row, outcome] of outcomes.entries()) {
    tell("received", row);
    tell("started", row);
    tell("ended", row, { outcome });
  }
  tell("received", 9, { claim: "duplicate", by: "message:default:om_1" });
  for (const [row, type] of Object.keys(fields).entries()) {
    tell("resumed", row);
    tell(type as keyof typeof fields, row);
  }
  return scrape();
}

type Panel = { title: string; targets?: Array<{ expr: string }> };
type Rule = { alert: string; expr: string };

const queries: Array<[string, string]> = [
  ...dashboard.panels.flatMap(({ title, targets = [] }: Panel) => targets.map(({ expr }) => [title, expr])),
  ...groups.flatMap(({ rules }: { rules: Rule[] }) => rules.map(({ alert, expr }) => [alert, expr])),
];

/** What of a query no gateway has ever said. */
function unknownIn(expr: string): string[] {
  const { wrong, metrics, labels, values } = readQuery(expr);
  const own = metrics.filter((metric) => !ADDED.metrics.includes(metric));
  const asked = samples.filter(({ name }) => own.includes(name));
  const names = asked.flatMap((sample) => Object.keys(sample.labels));
  const said = asked.flatMap((sample) => Object.values(sample.labels));
  return [
    ...wrong,
    ...own.filter((metric) => !samples.some(({ name }) => name === metric)),
    ...labels.filter((label) => ![...ADDED.labels, ...names].includes(label)),
    ...values.filter((value) => ![...ADDED.values, ...said, "$account"].includes(value)),
  ];
}

test("the queries of the dashboard and the alerts name what there is", () => {
  expect(queries.length).toBeGreaterThan(30);
  const wrong = queries.map(([title, expr]) => [title, unknownIn(expr)]);
  expect(wrong.filter(([, unknown]) => unknown?.length !== 0)).toEqual([]);
});

test("a query that names what there is not is noticed", () => {
  expect(unknownIn('feishu_dispatch_sesions{messaging_destination_name="$account"}')).toContain(
    "feishu_dispatch_sesions",
  );
  expect(unknownIn("sum by (acount) (feishu_dispatch_sessions)")).toEqual(["acount"]);
  expect(unknownIn('feishu_dispatch_outcomes_total{feishu_dispatch_outcome="died"}')).toEqual(["died"]);
  expect(unknownIn("sum by (rate(")).not.toEqual([]);
});

test("the dashboard's account is asked of a metric that has it", () => {
  const [, metric, label = ""] =
    /^label_values\((\w+), (\w+)\)$/.exec(dashboard.templating.list[1].query) ?? [];
  expect(samples.find(({ name }) => name === metric)?.labels).toHaveProperty(label);
});

test("docs/metrics.md has each metric, and no other", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  const names = samples.map(({ name }) => name.replace(/_duration_(bucket|sum|count)$/, "_duration"));
  expect(rows.toSorted()).toEqual([...new Set(names)].toSorted());
});
