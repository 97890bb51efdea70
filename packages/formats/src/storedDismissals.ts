import { type KeptDismissal, mostDismissals } from '@homebound/plan';
import { excerpt, FormatError } from './formatError.ts';
import type { Chunk } from './homeMapFile.ts';
import type { ShapeError } from './homeMapShape.ts';
import { asciiJson, parseJson } from './storedHome.ts';

/** Raised when a reader of before would misread what is written now. */
const DISMISSALS_VERSION = 1;
export const DISMISSALS_CHUNK = 'dismissals';

/** Numbers of one, and how far each may be from 0. */
const numbers = { height_m: 10, x: 1e4, y: 1e4, radius_m: 100, said_s: 1e11 } as const;

/** What was dismissed as a chunk of a home map; none where nothing was. Throws RangeError for what could not be read again. */
export function encodeDismissals(dismissals: readonly KeptDismissal[] = []): Chunk[] {
  if (dismissals.length === 0) return [];
  const all = checked(dismissals, (what, problem) => new RangeError(`Cannot write home map: ${what} ${problem}`));
  const bytes = asciiJson({ version: DISMISSALS_VERSION, dismissals: all });
  return [{ name: DISMISSALS_CHUNK, type: 'json', columns: 1, bytes }];
}

/**
 * What was dismissed, in the chunks of a home map; undefined for a map without, as they were written before there was any.
 * Throws FormatError naming the input, the chunk and what to do.
 */
export function decodeDismissals(chunks: ReadonlyMap<string, Chunk>, input: string): KeptDismissal[] | undefined {
  const chunk = chunks.get(DISMISSALS_CHUNK);
  if (chunk === undefined) return undefined;
  const fail = (what: string, problem: string) =>
    new FormatError('malformed', input, `${problem}; take an earlier revision`, what);
  const value = parseJson(chunk, input);
  if (typeof value !== 'object' || value === null)
    throw fail(`chunk "${chunk.name}"`, `should be an object, got ${excerpt(value)}`);
  const { version, dismissals } = value as Record<string, unknown>;
  if (typeof version === 'number' && version > DISMISSALS_VERSION)
    throw new FormatError(
      'unsupported',
      input,
      `what was dismissed in it was written by a newer Homebound (format ${version}, this one reads up to ${DISMISSALS_VERSION}); update, or take an earlier revision`,
    );
  if (version !== DISMISSALS_VERSION)
    throw fail(`chunk "${chunk.name}", version`, `should be ${DISMISSALS_VERSION}, got ${excerpt(version)}`);
  return checked(dismissals, fail);
}

/** All of them, their fields in one order whatever order they were set in. */
function checked(all: unknown, fail: ShapeError): KeptDismissal[] {
  if (!Array.isArray(all) || all.length > mostDismissals)
    throw fail('dismissals', `should be a list of at most ${mostDismissals}, got ${excerpt(all)}`);
  const ids = new Set<unknown>();
  return all.map((one: KeptDismissal, k) => {
    const what = `dismissals[${k}]`;
    if (typeof one !== 'object' || one === null) throw fail(what, `should be an object, got ${excerpt(one)}`);
    const { id, kind, height_m, x, y, radius_m, said_s } = one;
    if (!Number.isInteger(id) || id < 1 || id > 0xffff_ffff || ids.has(id))
      throw fail(`${what}.id`, `should be a whole number of its own, got ${excerpt(id)}`);
    ids.add(id);
    // One of a later version's kinds holds for nothing, and stays.
    if (typeof kind !== 'string' || !/^[a-z]{1,32}$/.test(kind))
      throw fail(`${what}.kind`, `should be a word, got ${excerpt(kind)}`);
    for (const [key, most] of Object.entries(numbers)) {
      const value = one[key as keyof typeof numbers];
      if (typeof value !== 'number' || !(Math.abs(value) <= most))
        throw fail(`${what}.${key}`, `should be a number, at most ${most}, got ${excerpt(value)}`);
    }
    return { id, kind, height_m, x, y, radius_m, said_s };
  });
}
