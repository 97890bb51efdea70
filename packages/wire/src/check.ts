/**
 * Small readers of parsed JSON. Each returns the value of one field or throws RangeError naming the message, the field
 * and what it found. A whole reader refuses fields that it does not know, so that a misspelt one is not silently dropped.
 */
export type Json = Readonly<Record<string, unknown>>;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** The object in a JSON text. Throws RangeError when it is no JSON or no object. */
export function parseObject(what: string, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RangeError(`Cannot read ${what}: not JSON`);
  }
  return asObject(what, value);
}

export function asObject(what: string, value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`Cannot read ${what}: expected an object, got ${show(value)}`);
  return value as Json;
}

export function onlyFields(what: string, object: Json, known: readonly string[]): void {
  for (const field of Object.keys(object))
    if (!known.includes(field)) throw new RangeError(`Cannot read ${what}: unknown field ${show(field)}`);
}

export function number(
  what: string,
  object: Json,
  field: string,
  min = -Number.MAX_VALUE,
  max = Number.MAX_VALUE,
): number {
  const value = object[field];
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    const range = max < Number.MAX_VALUE ? ` in ${min}..${max}` : '';
    throw new RangeError(`Cannot read ${what}: ${field} must be a finite number${range}, got ${show(value)}`);
  }
  return value;
}

export function text(what: string, object: Json, field: string, maxLength = 500): string {
  const value = object[field];
  if (typeof value !== 'string' || value.length > maxLength)
    throw new RangeError(
      `Cannot read ${what}: ${field} must be a text of at most ${maxLength} characters, got ${show(value)}`,
    );
  return value;
}

export function flag(what: string, object: Json, field: string): boolean {
  const value = object[field];
  if (typeof value !== 'boolean')
    throw new RangeError(`Cannot read ${what}: ${field} must be true or false, got ${show(value)}`);
  return value;
}

export function oneOf<T extends string>(what: string, object: Json, field: string, allowed: readonly T[]): T {
  const value = object[field];
  if (!allowed.includes(value as T))
    throw new RangeError(`Cannot read ${what}: ${field} must be one of ${allowed.join(', ')}, got ${show(value)}`);
  return value as T;
}

export function list(what: string, object: Json, field: string, maxLength: number): readonly unknown[] {
  const value = object[field];
  if (!Array.isArray(value) || value.length > maxLength)
    throw new RangeError(`Cannot read ${what}: ${field} must be a list of at most ${maxLength}, got ${show(value)}`);
  return value;
}
