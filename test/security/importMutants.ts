import { crc32 } from '@foxglove/crc';
import { createRng, type Rng } from '@homebound/math';

/** Numbers and words that readers stumble over, as they stand in a text. */
const WORDS = [
  ...[
    '-1',
    '0',
    '1e308',
    '1e999',
    '-0',
    'NaN',
    '2147483648',
    '4294967296',
    '9007199254740993',
    '0.5',
    '99999',
    '1e-320',
  ],
  ...[
    'null',
    'true',
    '{}',
    '[]',
    '[[]]',
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '{"toString":1}',
    '"__proto__"',
    '{"__proto__":{}}',
  ],
  ...[
    '\u001b[2J',
    '&#0;',
    '<a/>',
    '*a',
    '&a [*a]',
    '!!js/function x',
    '\u0000',
    '\ufffe',
    '   ',
    '\n\n',
    '<!-- ',
    ']]>',
    '%x',
    '"',
  ],
];
/** What binary readers stumble over: the ends of sizes and counts. */
const BYTES = [0, 1, 0x7f, 0x80, 0xff];

/** Bytes with one to four things wrong in them: what a broken disk, a cut copy or somebody with time would make of a real file. */
export function mutant(seed: Uint8Array, others: readonly Uint8Array[], rng: Rng): Uint8Array {
  let bytes = seed;
  for (let n = 1 + rng.int(4); n > 0; n--) bytes = changed(bytes, others, rng);
  return bytes;
}

function changed(bytes: Uint8Array, others: readonly Uint8Array[], rng: Rng): Uint8Array {
  const at = rng.int(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + rng.int(rng.uniform() < 0.8 ? 8 : 400));
  switch (rng.int(8)) {
    case 0: // a bit
      return bytes.length === 0 ? bytes : bytes.with(at % bytes.length, bytes[at % bytes.length] ^ (1 << rng.int(8)));
    case 1: // bytes
      return spliced(
        bytes,
        at,
        end,
        Uint8Array.from({ length: end - at }, () => BYTES[rng.int(BYTES.length)]),
      );
    case 2: // cut
      return bytes.subarray(0, at);
    case 3: // taken out
      return spliced(bytes, at, end, new Uint8Array(0));
    case 4: // there twice, or often
      return spliced(bytes, at, at, repeated(bytes.subarray(at, end), rng.uniform() < 0.9 ? 1 : 1 + rng.int(50)));
    case 5: // from another file
      return spliced(bytes, at, end, pieceOf(others[rng.int(others.length)], rng));
    default: // a value for another
      return valueChanged(bytes, at, rng);
  }
}

/** Puts a word where a word, a number or a text stands. */
function valueChanged(bytes: Uint8Array, from: number, rng: Rng): Uint8Array {
  const isPart = (code: number): boolean => /[\w.+\-"]/.test(String.fromCharCode(code));
  let start = from;
  while (start < bytes.length && !isPart(bytes[start])) start++;
  let end = start;
  while (end < bytes.length && isPart(bytes[end]) && end - start < 40) end++;
  return spliced(bytes, start, end, new TextEncoder().encode(WORDS[rng.int(WORDS.length)]));
}

function pieceOf(bytes: Uint8Array, rng: Rng): Uint8Array {
  const at = rng.int(bytes.length + 1);
  return bytes.subarray(at, at + rng.int(200));
}

function repeated(piece: Uint8Array, times: number): Uint8Array {
  return new Uint8Array(Buffer.concat(Array.from({ length: times }, () => piece)));
}

function spliced(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]));
}

/** Makes a changed file one that says of itself that nothing was changed: sizes and checksums, so that readers look further. */
export type Repair = (bytes: Uint8Array) => Uint8Array;

/** A stream of mutants by a seed: the same seed gives the same ones. Of those that can be repaired, three of four are. */
export function* mutants(
  seeds: readonly Uint8Array[],
  count: number,
  seed: number,
  repair: Repair = (bytes) => bytes,
): Generator<Uint8Array> {
  const rng = createRng(seed);
  for (let n = 0; n < count; n++) {
    const bytes = mutant(seeds[rng.int(seeds.length)], seeds, rng);
    yield rng.uniform() < 0.75 ? repair(bytes) : bytes;
  }
}

/** A home map's length and checksums as its bytes are now, where its table can still be found. */
export const resealed: Repair = (bytes) => {
  if (bytes.length < HEADER_BYTES || bytes[1] !== 0x48) return bytes;
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  const tableEnd = HEADER_BYTES + ENTRY_BYTES * view.getUint32(12, true);
  if (tableEnd > out.length) return bytes;
  view.setUint32(16, out.length, true);
  let at = tableEnd;
  for (let entry = HEADER_BYTES; entry < tableEnd; entry += ENTRY_BYTES) {
    const size = view.getUint32(entry + 24, true);
    view.setUint32(entry + 28, crc32(out.subarray(at, at + size)), true);
    at += Math.ceil(size / 8) * 8;
  }
  const covered = Buffer.concat([out.subarray(0, 20), out.subarray(HEADER_BYTES, tableEnd)]);
  view.setUint32(20, crc32(covered), true);
  return out;
};

/** Of a home map's container: see homeMapFile.ts. */
const HEADER_BYTES = 24;
const ENTRY_BYTES = 32;
