import type { Message } from '../frames.ts';
import { LinkError } from '../linkError.ts';

/**
 * What a field of a message may hold: a finite number, one of at least 0, in [0, 1], in [-1, 1]; a length that may be +Inf (written as null,
 * as JSON has no infinity); true or false; one of certain words; the message's bytes as 32-bit floats.
 */
export type Field = 'number' | 'positive' | 'share' | 'level' | 'farOrNear' | 'flag' | 'floats' | readonly string[];
export type Shape = Readonly<Record<string, Field>>;
/** One shape a kind, with a line for each field but `kind`. */
export type Shapes<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: { readonly [F in Exclude<keyof Extract<T, { kind: K }>, 'kind'>]-?: Field };
};

const wishes: Readonly<Record<Exclude<Field, readonly string[]>, string>> = {
  number: 'a finite number',
  positive: 'a finite number of at least 0',
  share: 'a number in [0, 1]',
  level: 'a number in [-1, 1]',
  farOrNear: 'a number of at least 0, or null for +Inf',
  flag: 'true or false',
  floats: 'whole 32-bit floats',
};
const noBytes = new Uint8Array(0);

/** @returns what a link sends for a value of one of these kinds. Throws LinkError when the value does not fit its shape. */
export function toMessage<T extends { readonly kind: string }>(shapes: Shapes<T>, value: T): Message {
  const shape = shapeOf(shapes, value.kind);
  const head: Record<string, unknown> = { kind: value.kind };
  let bytes: Uint8Array = noBytes;
  for (const [name, field] of Object.entries(shape)) {
    const held = (value as Record<string, unknown>)[name];
    if (field === 'floats') bytes = bytesOf(held as Float32Array);
    else head[name] = field === 'farOrNear' && held === Number.POSITIVE_INFINITY ? null : held;
  }
  fromMessage(shapes, { head, bytes });
  return { head, bytes };
}

/** Checks each field of a message and that there is no other. Throws LinkError `refused`, with the field by its name. */
export function fromMessage<T extends { readonly kind: string }>(shapes: Shapes<T>, { head, bytes }: Message): T {
  const shape = shapeOf(shapes, head.kind);
  const value: Record<string, unknown> = { kind: head.kind };
  let taken = 1;
  let floats = 0;
  for (const [name, field] of Object.entries(shape)) {
    if (field === 'floats') floats = 1;
    else taken++;
    value[name] = field === 'floats' ? floatsOf(bytes, name) : read(head.kind, name, field, head[name]);
  }
  const extra = Object.keys(head).find((name) => !Object.hasOwn(value, name));
  if (extra !== undefined || Object.keys(head).length !== taken || (floats === 0 && bytes.length > 0))
    throw new LinkError('refused', `Cannot take ${head.kind}: it has ${extra ?? 'bytes'}, which is no part of it`);
  return value as T;
}

function shapeOf(shapes: Readonly<Record<string, Shape>>, kind: unknown): Shape {
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind))
    throw new LinkError(
      'refused',
      `Cannot take message: kind must be one of ${Object.keys(shapes).join(', ')}, got ${shown(kind)}`,
    );
  return shapes[kind];
}

function read(kind: unknown, name: string, field: Exclude<Field, 'floats'>, held: unknown): unknown {
  if (field === 'farOrNear' && held === null) return Number.POSITIVE_INFINITY;
  if (fits(field, held)) return held;
  const wish = typeof field === 'string' ? wishes[field] : `one of ${field.join(', ')}`;
  throw new LinkError('refused', `Cannot take ${kind}: ${name} must be ${wish}, got ${shown(held)}`);
}

function fits(field: Exclude<Field, 'floats'>, held: unknown): boolean {
  if (field === 'flag') return typeof held === 'boolean';
  if (typeof field !== 'string') return typeof held === 'string' && field.includes(held);
  if (typeof held !== 'number' || !Number.isFinite(held)) return false;
  switch (field) {
    case 'share':
      return held >= 0 && held <= 1;
    case 'level':
      return held >= -1 && held <= 1;
    case 'number':
      return true;
    default:
      return held >= 0;
  }
}

function bytesOf(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

/** Both ends are on one machine: the same byte order. */
function floatsOf(bytes: Uint8Array, name: string): Float32Array {
  if (bytes.length % 4 !== 0)
    throw new LinkError('refused', `Cannot take ${name}: needs whole 32-bit floats, got ${bytes.length} bytes`);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 40);
}
