// Checks values that come from where nobody can be trusted, and says where they do not fit.

/** A value does not have the shape it must have; `path` is that of the field, such as `$.uri`. */
export class ShapeError extends Error {
  constructor(
    readonly path: string,
    expected: string,
  ) {
    super(`${path}: ${expected}`);
    this.name = "ShapeError";
  }
}

/** Returns the value as a `T`, or throws a `ShapeError`. */
export type Shape<T> = (value: unknown, path: string) => T;

/** The value as a `T`; throws a `ShapeError`. */
export function check<T>(shape: Shape<T>, value: unknown): T {
  return shape(value, "$");
}

export function text(maxLength = 1_000_000): Shape<string> {
  return (value, path) => {
    if (typeof value !== "string") throw new ShapeError(path, "must be a string");
    if (value.length > maxLength) throw new ShapeError(path, `is longer than ${maxLength}`);
    return value;
  };
}

export function flag(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw new ShapeError(path, "must be true or false");
  return value;
}

/** A whole number from 0 on. */
export function count(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new ShapeError(path, "must be a whole number from 0 on");
  }
  return value as number;
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Shape<T> {
  return (value, path) => {
    if (!allowed.includes(value as T)) {
      throw new ShapeError(path, `must be one of ${allowed.join(", ")}`);
    }
    return value as T;
  };
}

export function list<T>(item: Shape<T>, maxLength = 1000): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ShapeError(path, "must be an array");
    if (value.length > maxLength) throw new ShapeError(path, `has more than ${maxLength} items`);
    return value.map((each, index) => item(each, `${path}[${index}]`));
  };
}

export function record(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ShapeError(path, "must be an object");
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Marks a field that may be absent or null. */
export interface Optional<T> {
  readonly optional: Shape<T>;
}

export function optional<T>(shape: Shape<T>): Optional<T> {
  return { optional: shape };
}

type Field = Shape<unknown> | Optional<unknown>;
type RequiredKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? never : K }[keyof F];
type OptionalKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F];
type Fields<F> = {
  readonly [K in RequiredKeys<F>]: F[K] extends Shape<infer T> ? T : never;
} & { readonly [K in OptionalKeys<F>]?: F[K] extends Optional<infer T> ? T : never };

/** An object with these fields; others are left out. */
export function object<F extends Readonly<Record<string, Field>>>(fields: F): Shape<Fields<F>> {
  return (value, path) => {
    const given = record(value, path);
    const checked: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      const member = given[name];
      if (typeof field === "function") {
        checked[name] = field(member, `${path}.${name}`);
      } else if (member !== undefined && member !== null) {
        checked[name] = field.optional(member, `${path}.${name}`);
      }
    }
    return checked as Fields<F>;
  };
}
