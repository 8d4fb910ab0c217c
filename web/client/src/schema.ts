// Validation of external data. A check returns the value with its type, or throws a ProtocolError that names the field
// and the expected type. Unknown fields are dropped and null counts as absent, as the contract says.

/** A frame that breaks the contract. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Throws ProtocolError if the value is invalid. */
export type Check<T> = (value: unknown, path: string) => T;

/** The result type of a check. */
export type Checked<C> = C extends Check<infer T> ? T : never;

type Fields = Readonly<Record<string, Check<unknown>>>;
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: undefined extends Checked<F[K]> ? K : never;
}[keyof F];
type ObjectOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Checked<F[K]>;
} & { readonly [K in OptionalKeys<F>]?: Exclude<Checked<F[K]>, undefined> };

function bad(path: string, value: unknown, expected: string): never {
  const was = value === undefined || value === null ? "missing" : typeof value;
  throw new ProtocolError(`${path || "body"}: ${was} (expected: ${expected})`);
}

export const text: Check<string> = (value, path) => (typeof value === "string" ? value : bad(path, value, "text"));

/** An integer in 0..2^53 − 1. */
export const number: Check<number> = (value, path) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value
    : bad(path, value, "an integer, 0..2^53 - 1");

export const flag: Check<boolean> = (value, path) =>
  typeof value === "boolean" ? value : bad(path, value, "true or false");

/** Any JSON value but null. */
export const json: Check<Json> = (value, path) =>
  value === undefined || value === null ? bad(path, value, "a JSON value") : (value as Json);

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : check(value, path));
}

export function list<T>(check: Check<T>): Check<readonly T[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, i) => check(item, `${path}[${i}]`)) : bad(path, value, "a list");
}

export function literal<T extends number | string>(...allowed: readonly T[]): Check<T> {
  return (value, path) => (allowed.includes(value as T) ? (value as T) : bad(path, value, allowed.join(" or ")));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function object<F extends Fields>(fields: F): Check<ObjectOf<F>> {
  const entries = Object.entries(fields);
  return (value, path) => {
    if (!isRecord(value)) {
      return bad(path, value, "an object");
    }
    const checked: Record<string, unknown> = {};
    for (const [name, check] of entries) {
      const field = check(value[name], path ? `${path}.${name}` : name);
      if (field !== undefined) {
        checked[name] = field;
      }
    }
    return checked as ObjectOf<F>;
  };
}

/** Whether two values are the same JSON. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return a === b;
  }
  const [fields, others] = [given(a), new Map(given(b))];
  return fields.length === others.size && fields.every(([name, value]) => isSame(value, others.get(name)));
}

/** The members that have a value: a caller may name one that has none. */
function given(record: object): [string, unknown][] {
  return Object.entries(record).filter(([, value]) => value !== undefined);
}
