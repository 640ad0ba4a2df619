import { z } from "zod";
import { configSchema } from "../../src/gateway/config/schema.ts";
import { dedupMiddlewareOptions } from "../../src/gateway/middleware/dedup-middleware.ts";
import { configSchema as pluginConfigSchema } from "../../src/openclaw/config.ts";

/** What of a JSON Schema is shown. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly items?: Shape;
}

interface Key {
  readonly path: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** The reference of the config file, in Markdown, as the schema has it. */
export function configReference(): string {
  const options = shapeOf(dedupMiddlewareOptions);
  return [
    "# Gateway config",
    "",
    "The keys of the config file, which is JSON5. This page is made from the schema by `npm run docs`.",
    'A *secret* is a text, or better `{ env: "NAME" }` or `{ file: "path" }`. Paths are relative to the config.',
    "",
    ...table(keysOf(shapeOf(configSchema), "")),
    "",
    "## Options of the middleware `feishu-dispatch-dedup`",
    "",
    ...table(keysOf(options, "")),
    "",
  ].join("\n");
}

/** The reference of the OpenClaw plugin's config entry, in Markdown. */
export function pluginConfigReference(): string {
  return [
    "# OpenClaw plugin config",
    "",
    "The keys of `plugins.entries.feishu-dispatch-dedup.config`. This page is made from the schema by `npm run docs`.",
    "",
    ...table(keysOf(shapeOf(pluginConfigSchema), "")),
    "",
  ].join("\n");
}

function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
}

function table(keys: readonly Key[]): string[] {
  const rows = keys.map(
    (key) =>
      `| \`${key.path}\` | ${typeOf(key.shape)} | ${defaultOf(key)} | ${key.shape.description ?? ""} |`,
  );
  return ["| key | what | default | |", "|---|---|---|---|", ...rows.map((row) => row.replaceAll("\n", " "))];
}

/** Every key that holds a value, with those of all kinds of a thing that comes in several. */
function keysOf(shape: Shape, path: string): Key[] {
  if (isPhrase(shape)) return [];
  const kinds = (shape.oneOf ?? shape.anyOf ?? []).filter(({ properties }) => properties);
  if (kinds.length > 0 && !isSecret(shape)) return kinds.flatMap((kind) => keysOf(kind, named(path, kind)));
  if (typeof shape.additionalProperties === "object" && !isSecret(shape.additionalProperties))
    if (shape.additionalProperties.properties) return keysOf(shape.additionalProperties, `${path}.<name>`);
  return Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => {
    const below = inner.const === undefined ? keysOf(inner, join(path, name)) : [];
    const isRequired = shape.required?.includes(name) ?? false;
    if (below.length > 0) return below;
    return inner.const === undefined ? [{ path: join(path, name), shape: inner, isRequired }] : [];
  });
}

function named(path: string, { properties }: Shape): string {
  const kind = properties?.kind?.const;
  return kind === undefined ? path : `${path}{${kind}}`;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function typeOf(shape: Shape): string {
  if (isSecret(shape)) return "secret";
  if (isPhrase(shape)) return "text, or `{ en, zh }`";
  if (shape.anyOf?.some((kind) => kind.const === true)) return "text, or `true`";
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(", ");
  if (shape.type === "array") return "list";
  if (shape.type === "object") return "object";
  return shape.type === "integer" ? "number" : (shape.type ?? "");
}

function defaultOf({ shape, isRequired }: Key): string {
  if (shape.default !== undefined) return `\`${JSON.stringify(shape.default)}\``;
  return isRequired ? "required" : "";
}

/** A text, or one for each language. */
function isPhrase({ anyOf }: Shape): boolean {
  return anyOf?.some(({ properties }) => properties?.zh) ?? false;
}

function isSecret({ anyOf }: Shape): boolean {
  return anyOf?.some(({ properties }) => properties?.env) ?? false;
}
