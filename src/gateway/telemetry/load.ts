import type { Meter, Tracer } from "@opentelemetry/api";
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

/** The meter of the SDK that is registered in this process; undefined where none is. */
export function registeredMeter({ metrics, createNoopMeter }: Api, name: string): Meter | undefined {
  const meter = metrics.getMeter(name);
  return meter === createNoopMeter() ? undefined : meter;
}

/** Its tracer. The API itself gives one that looks for an SDK at each span. */
export function registeredTracer({ trace, ProxyTracerProvider }: Api, name: string): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
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
