import { FormatError } from '@homebound/formats';
import { type DeleteResult, type PutResult, VaultError, type VaultFault } from '@homebound/vault';
import { HomeRefusal } from '@homebound/wire';
import type * as z from 'zod';
import { toDotPath } from 'zod/v4/core';

const codes: Partial<Record<VaultFault, HomeRefusal['code']>> = {
  inUse: 'busy',
  diskFull: 'diskFull',
  unknown: 'notFound',
  passphrase: 'invalid',
  notABackup: 'invalid',
  cutOff: 'invalid',
  newer: 'invalid',
};

/** What the store or a reader threw, as a household is told it; a mistake of our own is given back as it is. */
export function refusalOf(cause: unknown): unknown {
  if (cause instanceof VaultError) return new HomeRefusal(codes[cause.code] ?? 'failed', cause.message);
  if (cause instanceof FormatError || cause instanceof RangeError) return new HomeRefusal('invalid', cause.message);
  return cause;
}

/** Throws HomeRefusal for what the disk did not take. */
export function done<R extends PutResult | DeleteResult>(result: R): Extract<R, { ok: true }> {
  if (result.ok) return result as Extract<R, { ok: true }>;
  const code = { diskFull: 'diskFull', diskFailed: 'failed', overQuota: 'tooLarge', tooMany: 'tooLarge' } as const;
  throw new HomeRefusal(code[result.reason], result.message);
}

/** The value in its shape. Throws HomeRefusal that says in one line what is wrong with it. */
export function inShape<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const where = first.path.length > 0 ? `${toDotPath(first.path)}: ` : '';
  throw new HomeRefusal('invalid', `Cannot take ${what}: ${where}${first.message}`);
}

/** JSON in its shape, likewise. */
export function fromJson<T>(shape: z.ZodType<T>, bytes: Uint8Array, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HomeRefusal('invalid', `Cannot take ${what}: it is no JSON in UTF-8`);
  }
  return inShape(shape, value, what);
}
