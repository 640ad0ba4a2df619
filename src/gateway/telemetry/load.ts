import type { MeterProvider } from "@opentelemetry/sdk-metrics";

/** What is used of the package `@opentelemetry/api`. It does nothing until somebody registers an SDK. */
export type Api = typeof import("@opentelemetry/api");

/** @returns undefined where it is not installed: then nobody wants metrics and traces */
export async function loadApi(): Promise<Api | undefined> {
  try {
    return await import("@opentelemetry/api");
  } catch {
    return undefined;
  }
}

/** What serves metrics to Prometheus. */
export interface Prometheus {
  readonly MeterProvider: typeof MeterProvider;
  readonly PrometheusExporter: typeof import("@opentelemetry/exporter-prometheus").PrometheusExporter;
}

/** @returns undefined where it is not installed, or not as a whole */
export async function loadPrometheus(): Promise<Prometheus | undefined> {
  try {
    const { MeterProvider } = await import("@opentelemetry/sdk-metrics");
    const { PrometheusExporter } = await import("@opentelemetry/exporter-prometheus");
    return { MeterProvider, PrometheusExporter };
  } catch {
    return undefined;
  }
}
