import { execFileSync } from 'node:child_process';
import { parse } from '@foxglove/rosmsg';
import { MessageReader, MessageWriter } from '@foxglove/rosmsg2-serialization';
import type { MessageCodec } from './codec.ts';
import { codecFromDefinition } from './codecFromDefinition.ts';
import * as packages from './generated/index.ts';

/** Every message type of every package, by full name. */
const types = new Map<string, MessageCodec<Record<string, unknown>>>();
for (const ros of Object.values(packages))
  for (const value of Object.values(ros) as unknown[]) {
    if (typeof (value as MessageCodec<unknown>).encode === 'function') {
      const codec = value as MessageCodec<Record<string, unknown>>;
      types.set(codec.name, codec);
    }
  }

/** A small seeded generator (mulberry32): tests need no statistics. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Definitions = ReturnType<typeof parse>;
type Field = Definitions[number]['definitions'][number];

/** A message of random values that the wire can hold, made from the definition text alone. */
function randomMessage(
  definitions: Definitions,
  fields: readonly Field[],
  next: () => number,
): Record<string, unknown> {
  const int = (min: number, max: number): number => Math.floor(min + next() * (max - min + 1));
  const bits = (n: bigint): bigint => (BigInt(int(0, 0xffffffff)) << 32n) + BigInt(int(0, 0xffffffff)) - n;
  const scalar = (field: Field): unknown => {
    if (field.type === 'time' || field.type === 'duration') return { sec: int(-5, 2e9), nanosec: int(0, 999999999) };
    if (field.isComplex) {
      const nested = definitions.find((d) => d.name === field.type);
      if (!nested) throw new Error(`no definition of ${field.type}`);
      return randomMessage(definitions, nested.definitions, next);
    }
    const size = Number(/\d+$/.exec(field.type)?.[0] ?? 0);
    if (field.type === 'bool') return next() < 0.5;
    if (field.type === 'string') return 'base_link/abcdefghijklmnop'.slice(0, int(0, 26));
    if (field.type === 'float32') return Math.fround((next() - 0.5) * 1e6);
    if (field.type === 'float64') return (next() - 0.5) * 1e6;
    if (size === 64) return bits(field.type === 'int64' ? 2n ** 63n : 0n);
    return field.type.startsWith('u') ? int(0, 2 ** size - 1) : int(-(2 ** (size - 1)), 2 ** (size - 1) - 1);
  };
  const message: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.isConstant) continue;
    if (!field.isArray) message[field.name] = scalar(field);
    else {
      const n = field.arrayLength ?? int(0, Math.min(4, field.arrayUpperBound ?? 4));
      message[field.name] = Array.from({ length: n }, () => scalar(field));
    }
  }
  return message;
}

test('there are message types to test', () => {
  expect(types.size).toBeGreaterThan(80);
});

describe.each([...types.keys()])('%s', (name) => {
  const type = types.get(name)!;
  const definitions = parse(type.definition, { ros2: true });
  const theirWriter = new MessageWriter(definitions);
  const theirReader = new MessageReader(definitions);
  const next = random(7);
  const messages = Array.from({ length: 6 }, () =>
    type.canonical(randomMessage(definitions, definitions[0]!.definitions, next)),
  );

  test('bytes equal those of @foxglove/rosmsg2-serialization, and come back', () => {
    for (const message of [type.create(), ...messages]) {
      const bytes = type.encode(message);
      const theirs = theirWriter.writeMessage(message);
      expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(theirs).toString('hex'));
      expect(type.decode(bytes)).toEqual(message);
      expect(type.decode(bytes)).toEqual(type.canonical(theirReader.readMessage(bytes) as object));
      expect(type.canonical(message)).toEqual(message);
    }
  });

  test('a codec made from the definition at run time writes and reads the same bytes', () => {
    const table = codecFromDefinition(name, type.definition);
    expect(table.create()).toEqual(type.create());
    for (const message of messages) {
      const bytes = type.encode(message);
      expect(Buffer.from(table.encode(table.canonical(message))).toString('hex')).toBe(
        Buffer.from(bytes).toString('hex'),
      );
      expect(table.decode(bytes)).toEqual(message);
    }
  });

  test('a message cut anywhere is refused', () => {
    const bytes = type.encode(messages[0]!);
    for (let n = 0; n < bytes.length; n++) expect(whatIsThrown(() => type.decode(bytes.slice(0, n)))).toBe(RangeError);
  });

  test('poisoned bytes never hang or take much memory', () => {
    const bytes = type.encode(messages[1]!);
    for (let i = 4; i < bytes.length; i++) {
      const poisoned = bytes.slice();
      poisoned.fill(0xff, i, i + 4);
      if (![undefined, RangeError].includes(whatIsThrown(() => type.decode(poisoned)))) throw new Error(`at byte ${i}`);
    }
  });
});

function whatIsThrown(work: () => unknown): RangeErrorConstructor | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).constructor as RangeErrorConstructor;
  }
}

test('generating again gives the same bytes', () => {
  execFileSync(process.execPath, ['tools/generate-messages.mjs', '--check'], { stdio: 'pipe' });
});

test('a Buffer inside a larger one decodes as the same bytes in a Uint8Array do', () => {
  const scan = types.get('sensor_msgs/msg/LaserScan')!;
  const bytes = scan.encode(scan.canonical({ ranges: Float32Array.of(1, 2, 3) }));
  const pool = Buffer.alloc(bytes.length + 8, 0xff);
  pool.set(bytes, 3);
  expect(scan.decode(pool.subarray(3, 3 + bytes.length))).toEqual(scan.decode(bytes));
});
