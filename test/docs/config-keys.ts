import type { TypeWords } from "./config-words.ts";

/** What of a JSON Schema is shown. */
export interface Shape {
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

/** A key of the config. */
export interface Key {
  readonly path: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** Every key that holds a value, with those of all kinds of a thing that comes in several. */
export function keysOf(shape: Shape, path: string): Key[] {
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

/** What may stand at a key, in Markdown. */
export function typeOf(shape: Shape, words: TypeWords): string {
  if (isSecret(shape)) return words.secretType;
  if (isPhrase(shape)) return words.phrase;
  if (shape.anyOf?.some((kind) => kind.const === true)) return words.textOrTrue;
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(", ");
  if (shape.type === "array") return words.list;
  if (shape.type === "integer") return words.number;
  return shape.type === undefined ? "" : words[shape.type as keyof TypeWords];
}

/** A text, or one for each language. */
export function isPhrase({ anyOf }: Shape): boolean {
  return anyOf?.some(({ properties }) => properties?.zh) ?? false;
}

function isSecret({ anyOf }: Shape): boolean {
  return anyOf?.some(({ properties }) => properties?.env) ?? false;
}
