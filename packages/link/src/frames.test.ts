import { createRng } from '@homebound/math';
import { encodeFrame, FrameReader, type Message } from './frames.ts';

const LIMIT = 1000;

/** All that a reader hands over of a stream in pieces, and what it found wrong. */
function read(stream: Uint8Array, cuts: readonly number[]): { messages: (Message | undefined)[]; fault?: string } {
  const reader = new FrameReader(LIMIT);
  const messages: (Message | undefined)[] = [];
  const edges = [0, ...cuts, stream.length];
  for (let k = 1; k < edges.length; k++) {
    const fault = reader.push(stream.subarray(edges[k - 1], edges[k]), (message) => {
      messages.push(message);
      return true;
    });
    if (fault !== undefined) return { messages, fault };
  }
  return { messages, fault: reader.isWhole ? undefined : 'half' };
}

const stream = Buffer.concat([
  encodeFrame({ kind: 'scan', n: 1 }, Uint8Array.of(1, 2, 3)),
  encodeFrame(undefined),
  encodeFrame({ text: 'Grüße' }),
]);
const whole = [
  { head: { kind: 'scan', n: 1 }, bytes: Uint8Array.of(1, 2, 3) },
  undefined,
  { head: { text: 'Grüße' }, bytes: new Uint8Array(0) },
];

test('a stream is the same messages wherever it is cut, once, twice or at each byte', () => {
  expect(read(stream, [])).toEqual({ messages: whole, fault: undefined });
  for (let a = 0; a <= stream.length; a++) expect(read(stream, [a]).messages).toEqual(whole);
  for (let a = 0; a <= stream.length; a += 3)
    for (let b = a; b <= stream.length; b += 5) expect(read(stream, [a, b]).messages).toEqual(whole);
  expect(read(stream, Array.from(stream.keys())).messages).toEqual(whole);
});

test('a stream that ends early is known to be half', () => {
  for (let end = 1; end < stream.length; end++) {
    const { messages, fault } = read(stream.subarray(0, end), []);
    const isBetween = messages.length > 0 && read(stream.subarray(0, end), []).fault === undefined;
    expect(fault === 'half' || isBetween).toBe(true);
    expect(messages).toEqual(whole.slice(0, messages.length));
  }
});

test('bytes handed over are a copy on a whole word: the socket may use its buffer again', () => {
  const chunk = Buffer.from(encodeFrame({ a: 1 }, Uint8Array.of(9, 9, 9, 9)));
  const { messages } = read(chunk, []);
  chunk.fill(0xff);
  expect(messages[0]?.bytes).toEqual(Uint8Array.of(9, 9, 9, 9));
  expect((messages[0]?.bytes.byteOffset ?? 1) % 4).toBe(0);
});

test('too large a frame is refused from its first 8 bytes on, before any of it is kept', () => {
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(0xffffffff, 0);
  prefix.writeUInt32LE(0xffffffff, 4);
  expect(read(prefix, []).fault).toBe('tooLarge');
  expect(read(encodeFrame({}, new Uint8Array(LIMIT - 10)), []).fault).toBeUndefined();
  expect(read(encodeFrame({}, new Uint8Array(LIMIT - 9)), []).fault).toBe('tooLarge');
});

test('a head that is no JSON object is refused; bytes without a head too', () => {
  const frame = (head: string, bytes = 0): Uint8Array => {
    const text = Buffer.from(head, 'latin1');
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(text.length, 0);
    prefix.writeUInt32LE(bytes, 4);
    return Buffer.concat([prefix, text, Buffer.alloc(bytes)]);
  };
  for (const head of ['[]', 'null', '7', '"x"', '{', '{"a":\xff"}', '{"a":NaN}', `${'['.repeat(400)}`])
    expect([head, read(frame(head), []).fault]).toEqual([head, 'notJson']);
  expect(read(frame('', 5), []).fault).toBe('notJson');
});

test('20,000 streams of garbage, seed 5: each ends in messages, a fault or half a frame, and never throws', () => {
  const rng = createRng(5);
  const seen = new Set<string>();
  for (let k = 0; k < 20_000; k++) {
    const garbage = Buffer.from(stream);
    for (let n = 0; n < 1 + rng.int(4); n++) garbage[rng.int(garbage.length)] = rng.int(256);
    const cut = rng.int(garbage.length);
    seen.add(String(read(garbage, [cut]).fault));
  }
  expect([...seen].sort()).toEqual(['half', 'notJson', 'tooLarge', 'undefined']);
});

test('a reader that wipes leaves nothing: neither of what it joined nor of what it handed over, wherever a stream was cut', () => {
  const { concat } = Buffer;
  const made: Uint8Array[] = [];
  Buffer.concat = (parts, length) => {
    const joined = concat(parts, length);
    made.push(...parts, joined);
    return joined;
  };
  try {
    for (let a = 0; a <= stream.length; a++) {
      const reader = new FrameReader(LIMIT, true);
      const heard: unknown[] = [];
      // The same memory for each, as a socket's.
      const chunk = Buffer.alloc(stream.length);
      for (const piece of [stream.subarray(0, a), stream.subarray(a), stream.subarray(0, 5), stream.subarray(5, 12)]) {
        chunk.set(piece);
        reader.push(chunk.subarray(0, piece.length), (message) => {
          if (message !== undefined) made.push(message.bytes);
          heard.push(message && { ...message, bytes: message.bytes.slice() });
          return true;
        });
        chunk.fill(0xff);
      }
      reader.end();
      expect(heard).toEqual(whole);
    }
  } finally {
    Buffer.concat = concat;
  }
  expect(made.length).toBeGreaterThan(200);
  for (const bytes of made) expect(bytes.every((byte) => byte === 0)).toBe(true);
});
