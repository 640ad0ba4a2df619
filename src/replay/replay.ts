import type { DmScope } from "../feishu/index.ts";
import {
  loadMiddleware,
  type MiddlewareChain,
  type MiddlewareConfig,
} from "../gateway/middleware/load-middleware.ts";
import { PACKAGE_NAME } from "../package-name.ts";
import { findFixtures } from "./fixture/find-fixtures.ts";
import type { Fixture } from "./fixture/fixture.ts";
import { readFixture } from "./fixture/read-fixture.ts";
import { play } from "./playback.ts";
import type { Played } from "./played.ts";
import { analyse } from "./report/analyse.ts";
import type { Report } from "./report/report.ts";
import { faultsOf } from "./report/verdict.ts";
import { paceOf, type Speed } from "./time/speed.ts";

/** How to replay. */
export interface ReplayOptions {
  /** A gateway config, which registers the middleware. @default our middleware alone, with its defaults */
  readonly config?: string;
  /** How fast time passes. @default "max": as fast as it can be computed */
  readonly speed?: Speed;
  /** Told how far a replay has come, while it is slower than `max`. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far one of a fixture's two runs has come. */
export interface Progress {
  /** The fixture's name. */
  readonly fixture: string;
  readonly run: "without" | "with";
  /** The time since the start of the fixture, in ms. */
  readonly at: number;
  /** When its last event arrives. Turns may last longer. */
  readonly of: number;
}

/** What of a gateway's config a replay needs. */
interface ReplayConfig extends MiddlewareConfig {
  readonly session: { readonly dmScope?: DmScope | undefined };
}

/** Our middleware alone. Written down, since to load the schema of a whole config takes as long as to play a fixture. */
const withoutConfig: ReplayConfig = {
  file: "(built-in config)",
  folder: ".",
  channels: { feishu: { middleware: [{ name: PACKAGE_NAME }] } },
  session: {},
};

/** What a replay found. */
export interface ReplayResult {
  readonly report: Report;
  /** What went wrong with the middleware, a line for each fixture; empty when nothing did. */
  readonly faults: readonly string[];
}

/**
 * Plays recorded fixtures against a simulated OpenClaw gateway, each once without and once with the middleware, in
 * virtual time. All fixtures are read before the first is played. The same fixtures give the same report.
 *
 * @param paths fixtures, or folders of them
 * @throws UsageError, which names file, place and reason: `ERR_FIXTURE_UNREADABLE` or `ERR_INVALID_FIXTURE`,
 * `ERR_CONFIG_UNREADABLE` or `ERR_INVALID_CONFIG`, `ERR_MIDDLEWARE_UNUSABLE`
 *
 * @example
 * ```ts
 * import { replay } from "feishu-dispatch-dedup/replay";
 *
 * const { report, faults } = await replay(["fixtures"], { config: "gateway.json5" });
 * for (const { name, without } of report.fixtures) console.log(name, without.takeovers);
 * if (faults.length > 0) process.exitCode = 1;
 * ```
 */
export async function replay(paths: readonly string[], options: ReplayOptions = {}): Promise<ReplayResult> {
  return resultOf(await playAll(paths, options));
}

/** The same before it is put together: everything that happened. */
export async function playAll(paths: readonly string[], options: ReplayOptions = {}): Promise<Played[]> {
  const config = await configOf(options);
  const chain = await loadMiddleware(config);
  const files = await findFixtures(paths);
  const fixtures = await Promise.all(files.map((file) => readFixture(file, config.session.dmScope)));
  const played: Played[] = [];
  for (const fixture of fixtures) played.push(await playTwice(fixture, chain, options));
  return played;
}

async function configOf({ config }: ReplayOptions): Promise<ReplayConfig> {
  if (config === undefined) return withoutConfig;
  const { readConfig } = await import("../gateway/config/read-config.ts");
  return readConfig(config);
}

export function resultOf(played: readonly Played[]): ReplayResult {
  return {
    report: { fixtures: played.map(({ report }) => report) },
    faults: played.flatMap(({ report, logs }) => faultsOf(report, logs.with.errors)),
  };
}

/** Both at the same time: neither knows of the other, and with a slower speed it takes as long as one. */
async function playTwice(fixture: Fixture, chain: MiddlewareChain, options: ReplayOptions): Promise<Played> {
  const [without, guarded] = await Promise.all([
    play(fixture, undefined, progressing(fixture, "without", options)),
    play(fixture, chain, progressing(fixture, "with", options)),
  ]);
  const { name, events } = fixture;
  const report = { name, events, without: analyse(fixture, without), with: analyse(fixture, guarded) };
  return { fixture, report, logs: { without, with: guarded } };
}

function progressing(
  { name, steps }: Fixture,
  run: "without" | "with",
  { speed = "max", onProgress }: ReplayOptions,
) {
  const of = steps.at(-1)?.at ?? 0;
  return paceOf(speed, (at) => onProgress?.({ fixture: name, run, at, of }));
}
