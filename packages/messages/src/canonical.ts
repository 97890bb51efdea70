/**
 * What `MessageType.canonical` is made of: one function per wire type that returns the value as it arrives, the default
 * for `undefined`, and throws on what cannot be sent. `where` is `package/Type.field`.
 */

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? `a ${value.constructor?.name ?? 'object'}` : String(value);
}

function refuse(where: string, wanted: string, value: unknown): never {
  throw new TypeError(`Cannot send ${where}: it must be ${wanted}, got ${describe(value)}`);
}

export function bool(value: boolean | undefined, where: string, fallback = false): boolean {
  if (typeof value === 'boolean') return value;
  return value === undefined ? fallback : refuse(where, 'true or false', value);
}

export function float32(value: number | undefined, where: string, fallback = 0): number {
  if (typeof value === 'number') return Math.fround(value);
  return value === undefined ? fallback : refuse(where, 'a number', value);
}

export function float64(value: number | undefined, where: string, fallback = 0): number {
  if (typeof value === 'number') return value;
  return value === undefined ? fallback : refuse(where, 'a number', value);
}

function integer(value: number | undefined, where: string, min: number, max: number, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number') refuse(where, 'an integer', value);
  if (!(Number.isInteger(value) && value >= min && value <= max))
    throw new RangeError(`Cannot send ${where}: it must be an integer in [${min}, ${max}], got ${value}`);
  return value + 0; // -0 becomes 0
}

export const int8 = (value: number | undefined, where: string, fallback = 0): number =>
  value !== undefined && (value << 24) >> 24 === value ? value | 0 : integer(value, where, -128, 127, fallback);
export const uint8 = (value: number | undefined, where: string, fallback = 0): number =>
  value !== undefined && (value & 0xff) === value ? value | 0 : integer(value, where, 0, 255, fallback);
export const int16 = (value: number | undefined, where: string, fallback = 0): number =>
  value !== undefined && (value << 16) >> 16 === value ? value | 0 : integer(value, where, -32768, 32767, fallback);
export const uint16 = (value: number | undefined, where: string, fallback = 0): number =>
  value !== undefined && (value & 0xffff) === value ? value | 0 : integer(value, where, 0, 65535, fallback);
export const int32 = (value: number | undefined, where: string, fallback = 0): number =>
  value !== undefined && (value | 0) === value ? value | 0 : integer(value, where, -2147483648, 2147483647, fallback);
export const uint32 = (value: number | undefined, where: string, fallback = 0): number =>
  value !== undefined && value >>> 0 === value ? value >>> 0 : integer(value, where, 0, 4294967295, fallback);

function bigInteger(value: bigint | undefined, where: string, min: bigint, max: bigint, fallback: bigint): bigint {
  if (value === undefined) return fallback;
  if (typeof value !== 'bigint') refuse(where, 'a bigint', value);
  if (value < min || value > max)
    throw new RangeError(`Cannot send ${where}: it must be in [${min}, ${max}], got ${value}`);
  return value;
}
export const int64 = (value: bigint | undefined, where: string, fallback = 0n): bigint =>
  bigInteger(value, where, -(2n ** 63n), 2n ** 63n - 1n, fallback);
export const uint64 = (value: bigint | undefined, where: string, fallback = 0n): bigint =>
  bigInteger(value, where, 0n, 2n ** 64n - 1n, fallback);

export function string(
  value: string | undefined,
  where: string,
  fallback = '',
  max = Number.POSITIVE_INFINITY,
): string {
  if (value === undefined) return fallback;
  if (typeof value !== 'string') refuse(where, 'a text', value);
  if (value.length > max)
    throw new RangeError(`Cannot send ${where}: it must have at most ${max} characters, got ${value.length}`);
  return value;
}

const empty = Object.freeze({});

/** A nested message: `undefined` stands for all its defaults. */
export function part<T extends object>(value: T | undefined, where: string): Partial<T> {
  if (typeof value === 'object' && value !== null) return value;
  return value === undefined ? (empty as Partial<T>) : refuse(where, 'a message', value);
}

/**
 * A list of anything but numbers; `canonical` makes each element right.
 * @param fixed exact length of a fixed array, whose elements are at their defaults when it is left out
 * @param max   greatest length of a bounded sequence
 */
export function list<T>(
  value: readonly T[] | undefined,
  where: string,
  canonical: (element: T, where: string) => T,
  fixed?: number,
  max?: number,
): T[] {
  if (value !== undefined && !Array.isArray(value)) refuse(where, 'an array', value);
  if (value !== undefined) checkLength(value.length, where, fixed, max);
  const n = fixed ?? value?.length ?? 0;
  const out: T[] = [];
  for (let i = 0; i < n; i++) out.push(canonical(value?.[i] as T, where));
  return out;
}

function checkLength(length: number, where: string, fixed = length, max = length): void {
  if (length !== fixed) throw new RangeError(`Cannot send ${where}: it must have ${fixed} elements, got ${length}`);
  if (length > max) throw new RangeError(`Cannot send ${where}: it must have at most ${max} elements, got ${length}`);
}

interface NumericArray {
  readonly length: number;
}
interface NumericArrayConstructor<A extends NumericArray> {
  readonly name: string;
  new (length: number): A;
}

/**
 * A numeric array of the wire's own type. One of the right type is kept, not copied; a plain or another typed array is
 * converted, integers only when every element fits. `fixed` and `max` as for `list`.
 */
export function numbers<A extends NumericArray>(
  value: ArrayLike<number | bigint> | A | undefined,
  where: string,
  Type: NumericArrayConstructor<A>,
  fixed?: number,
  max?: number,
): A {
  if (value === undefined) return new Type(fixed ?? 0);
  const right = value instanceof Type ? value : convert(value as ArrayLike<number | bigint>, where, Type);
  checkLength(right.length, where, fixed, max);
  return right;
}

function convert<A extends NumericArray>(
  value: ArrayLike<number | bigint>,
  where: string,
  Type: NumericArrayConstructor<A>,
): A {
  if (typeof value !== 'object' || value === null || typeof value.length !== 'number')
    refuse(where, `a ${Type.name}`, value);
  const out = new Type(value.length);
  const elements = out as unknown as (number | bigint)[];
  const wanted = /Big/.test(Type.name) ? 'bigint' : 'number';
  const exact = !/Float/.test(Type.name);
  for (let i = 0; i < value.length; i++) {
    const element = value[i]!;
    if (typeof element !== wanted) refuse(`${where}[${i}]`, `a ${wanted}`, element);
    elements[i] = element;
    if (exact && elements[i] !== element && !Object.is(element, -0))
      throw new RangeError(`Cannot send ${where}[${i}]: ${element} does not fit into a ${Type.name}`);
  }
  return out;
}
