import { UpdateError } from './updateError.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Checks values that came from outside, by hand: this room stands before everything that is trusted, so it uses no library. */
export class FieldReader {
  readonly #fields: Fields;
  readonly #what: string;

  /** Throws UpdateError `damaged` when `value` is no object with exactly these keys, but for the optional ones. */
  constructor(value: unknown, what: string, keys: readonly string[], optional: readonly string[] = []) {
    this.#what = what;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#wrong('not an object');
    this.#fields = value as Fields;
    const unknown = Object.keys(value).find((key) => !keys.includes(key) && !optional.includes(key));
    if (unknown !== undefined) throw this.#wrong(`it has a field ${JSON.stringify(unknown.slice(0, 40))}`);
    const missing = keys.find((key) => !Object.hasOwn(value, key));
    if (missing !== undefined) throw this.#wrong(`${missing} is missing`);
  }

  any(key: string): unknown {
    return this.#fields[key];
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key);
  }

  whole(key: string, least: number, most: number): number {
    const value = this.#fields[key];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
      throw this.#wrong(`${key} is no whole number from ${least} to ${most}`);
    return value;
  }

  text(key: string, pattern: RegExp): string {
    const value = this.#fields[key];
    if (typeof value !== 'string' || !pattern.test(value)) throw this.#wrong(`${key} is not as it should be`);
    return value;
  }

  flag(key: string): boolean {
    const value = this.#fields[key];
    if (typeof value !== 'boolean') throw this.#wrong(`${key} is neither true nor false`);
    return value;
  }

  list(key: string, least: number, most: number): readonly unknown[] {
    const value = this.#fields[key];
    if (!Array.isArray(value) || value.length < least || value.length > most)
      throw this.#wrong(`${key} is no list of ${least} to ${most}`);
    return value;
  }

  texts(key: string, pattern: RegExp, least: number, most: number): readonly string[] {
    const values = this.list(key, least, most);
    if (!values.every((value): value is string => typeof value === 'string' && pattern.test(value)))
      throw this.#wrong(`${key} has an entry that is not as it should be`);
    if (new Set(values).size < values.length) throw this.#wrong(`${key} has an entry twice`);
    return values;
  }

  #wrong(problem: string): UpdateError {
    return new UpdateError('damaged', `${this.#what}: ${problem}`);
  }
}

/** Throws UpdateError `damaged` for what is no JSON. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UpdateError('damaged', `${what}: no JSON`, { cause });
  }
}

/** One text for one value: what would be written for it is what it must read, so that no two readers see two things in it. */
export function exactly<T>(text: string, value: T, encode: (value: T) => string, what: string): T {
  if (encode(value) !== text) throw new UpdateError('damaged', `${what}: not written the one way it may be`);
  return value;
}
