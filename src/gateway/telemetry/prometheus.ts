import type { IncomingMessage, ServerResponse } from "node:http";
import type { Meter } from "@opentelemetry/api";
import { PACKAGE_NAME } from "../../package-name.ts";
import { loadPrometheus } from "./load.ts";

/** Metrics as Prometheus reads them. */
export interface Scraping {
  readonly meter: Meter;
  /** Answers with all that was measured, in Prometheus's text format. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => void;
  readonly close: () => Promise<void>;
}

/** A provider of its own, which the SDK that a program has registered knows nothing of; undefined where the packages are not installed. */
export async function startScraping(): Promise<Scraping | undefined> {
  const packages = await loadPrometheus();
  if (!packages) return undefined;
  // Only its serializer is wanted: the gateway has a server already.
  const only = { preventServerStart: true, withoutScopeInfo: true, withoutTargetInfo: true };
  const exporter = new packages.PrometheusExporter(only);
  const provider = new packages.MeterProvider({ readers: [exporter] });
  return {
    meter: provider.getMeter(PACKAGE_NAME),
    serve: (request, response) => exporter.getMetricsRequestHandler(request, response),
    close: () => provider.shutdown(),
  };
}
