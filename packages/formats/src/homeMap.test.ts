import { createRng } from '@homebound/math';
import { FormatError } from './formatError.ts';
import { decodeHomeMap, encodeHomeMap } from './homeMap.ts';
import { arrayChunk, chunkArray, packChunks, unpackChunks } from './homeMapFile.ts';
import type { StoredMap } from './storedMap.ts';

/** A map of random numbers, as a home's is built. */
function sampleMap(tiles = 3, nodes = 5, scans = 4): StoredMap {
  const rng = createRng(7);
  const floats = (n: number) => Float64Array.from({ length: n }, () => rng.normal());
  const hits = Int32Array.from({ length: scans }, () => rng.int(9));
  const misses = Int32Array.from({ length: scans }, () => rng.int(3));
  const points = hits.reduce((sum, n, i) => sum + n + misses[i], 0);
  return {
    meta: {
      name: 'Erdgeschoß 🏠 "1"',
      id: 'ground-floor',
      created_s: 1.7e9,
      changed_s: 1.7e9 + 0.125,
      resolution_m: 0.025,
      appVersion: '0.1.0',
      epoch: 2,
      revision: 41,
    },
    grid: {
      tiles: Int32Array.from({ length: 2 * tiles }, (_, i) => (i % 2 === 0 ? i / 2 - 1 : -7)),
      counts: Uint32Array.from({ length: 1024 * tiles }, () => rng.int(200) * 65536 + 200 + rng.int(50)),
      means: Int16Array.from({ length: 2048 * tiles }, () => rng.int(32768) - 16384),
    },
    nodes: { poses: floats(3 * nodes), stamps_s: floats(nodes) },
    edges: {
      from: Int32Array.from({ length: nodes }, (_, i) => i),
      to: Int32Array.from({ length: nodes }, () => rng.int(nodes)),
      T_from_to: floats(3 * nodes),
      information: floats(6 * nodes),
      kind: Uint8Array.from({ length: nodes }, () => rng.int(3)),
    },
    scans: {
      node: Int32Array.from({ length: scans }, () => rng.int(nodes)),
      T_node_scan: Float32Array.from(floats(3 * scans)),
      stamps_s: floats(scans),
      hits,
      misses,
      unit_m: new Float32Array(scans).fill(0.00025),
      origins: Float32Array.from(floats(4 * scans)),
      points: Int16Array.from({ length: 2 * points }, () => rng.int(65536) - 32768),
    },
    extras: [],
  };
}

/** The error of reading bytes; fails when they can be read. */
function refusal(bytes: Uint8Array): FormatError {
  try {
    decodeHomeMap(bytes, 'home.hbmap');
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return error as FormatError;
  }
  throw new Error('the bytes were read');
}

/** Where each chunk of a file begins and ends, padding not counted. */
function chunkBorders(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer);
  const n = view.getUint32(12, true);
  let at = 24 + 32 * n;
  return Array.from({ length: n }, (_, i) => {
    const begin = at;
    const size = view.getUint32(24 + 32 * i + 24, true);
    at += Math.ceil(size / 8) * 8;
    return [begin, begin + size];
  }).flat();
}

test.each([
  ['a home', sampleMap()],
  ['an empty map', sampleMap(0, 0, 0)],
])('%s comes back bit-equal, and its bytes are its own', (_, map) => {
  const bytes = encodeHomeMap(map);
  // An odd place in a larger buffer, as a network's reader has it.
  const buffer = new Uint8Array(bytes.length + 3);
  buffer.set(bytes, 3);
  const back = decodeHomeMap(buffer.subarray(3));
  buffer.fill(0xff);
  expect(back).toEqual(map);
  expect(encodeHomeMap(back)).toEqual(bytes);
});

test('numbers keep their last bit: negative zero, denormals, a neighbour of 1', () => {
  const map = sampleMap();
  const odd = [-0, 5e-324, 1 + 2 ** -52, -1.7976931348623157e308];
  map.nodes.poses.set(odd);
  const { poses } = decodeHomeMap(encodeHomeMap(map)).nodes;
  expect(odd.every((value, i) => Object.is(poses[i], value))).toBe(true);
});

test('chunks of a later version are kept as they are', () => {
  const extras = [
    arrayChunk('rooms.labels', Uint16Array.of(1, 2, 65535, 4), 2),
    { name: 'future', type: 'c16', columns: 3, bytes: Uint8Array.of(1, 2, 3) },
  ];
  const back = decodeHomeMap(encodeHomeMap({ ...sampleMap(), extras }));
  expect(back.extras).toEqual(extras);
  expect(chunkArray(back.extras[0], 'u2', 2)).toEqual(Uint16Array.of(1, 2, 65535, 4));
  expect(chunkArray(back.extras[0], 'u2', 3)).toBeUndefined();
  expect(chunkArray(back.extras[0], 'i2', 2)).toBeUndefined();
  const meta = { ...sampleMap().meta, colour: 'green' };
  expect(decodeHomeMap(encodeHomeMap({ ...sampleMap(), meta })).meta).toEqual(meta);
});

test('cut anywhere, a map is refused as cut', () => {
  const bytes = encodeHomeMap(sampleMap());
  const borders = chunkBorders(bytes);
  const cuts = [...Array.from({ length: 64 }, (_, i) => Math.floor((i * bytes.length) / 64)), ...borders];
  const near = [...new Set(cuts.flatMap((at) => [at - 1, at, at + 1]))];
  for (const at of [...near, ...Array.from({ length: 700 }, (_, i) => i)].filter((n) => n > 0 && n < bytes.length)) {
    const error = refusal(bytes.subarray(0, at));
    expect(error.code).toBe('cut');
    expect(error.message).toMatch(/^home\.hbmap, byte \d+: the map is cut off: .*copy it again/);
  }
  expect(refusal(bytes.subarray(0, 0)).code).toBe('empty');
});

test('any flipped bit is noticed', () => {
  const bytes = encodeHomeMap(sampleMap(1, 3, 3));
  const borders = new Set(chunkBorders(bytes));
  for (let at = 0; at < bytes.length; at++) {
    // Every bit of header, table and chunk borders; every 41st byte between.
    if (at > 700 && at % 41 !== 0 && !borders.has(at) && !borders.has(at + 1)) continue;
    for (let bit = 0; bit < 8; bit++) {
      bytes[at] ^= 1 << bit;
      const { code, message } = refusal(bytes);
      expect(code).toMatch(at < 8 ? /^foreign$/ : /^(malformed|cut)$/);
      expect(message).toMatch(/^home\.hbmap/);
      bytes[at] ^= 1 << bit;
    }
  }
  expect(decodeHomeMap(bytes)).toEqual(sampleMap(1, 3, 3));
});

test('random damage never reads and never does worse than a named error', () => {
  const bytes = encodeHomeMap(sampleMap(1, 3, 3));
  const rng = createRng(5);
  for (let run = 0; run < 2000; run++) {
    const poisoned = bytes.slice(0, bytes.length - (run % 3 === 0 ? rng.int(bytes.length) : 0));
    const from = rng.int(run % 2 === 0 ? 640 : poisoned.length);
    const size = 1 + rng.int(8);
    for (let i = from; i < Math.min(from + size, poisoned.length); i++) poisoned[i] = [0, 0xff, rng.int(256)][run % 3];
    if (poisoned.length === bytes.length && poisoned.every((byte, i) => byte === bytes[i])) continue;
    expect(refusal(poisoned).message).toMatch(/^home\.hbmap/);
  }
});

test('foreign files, extra bytes and newer versions are told apart', () => {
  const bytes = encodeHomeMap(sampleMap());
  const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
  expect(refusal(ascii('P5\n3 3\n255\n')).message).toMatch(/is no home map/);
  expect(refusal(ascii('\x89PNG\r\n\x1a\n........................')).code).toBe('foreign');
  expect(refusal(Uint8Array.of(...bytes, 0, 0, 0)).message).toMatch(/byte \d+: 3 bytes follow after the end/);
  // A newer version keeps magic and header; the checksum is right.
  const newer = packChunks([...unpackChunks(bytes, '').values()]);
  new DataView(newer.buffer).setUint32(8, 2, true);
  expect(refusal(newer).code).toBe('malformed');
  expect(refusal(withVersion(bytes, 2))).toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('format 2, this one reads up to 1'),
  });
});

test.each<[string, (map: StoredMap) => Partial<StoredMap> | undefined, RegExp]>([
  ['counts of another k', (m) => ({ grid: { ...m.grid, counts: m.grid.counts.subarray(1) } }), /grid\.counts.*3072/],
  ['means of another k', (m) => ({ grid: { ...m.grid, means: m.grid.means.subarray(2048) } }), /grid\.means.*6144/],
  ['a tile twice', (m) => ({ grid: { ...m.grid, tiles: Int32Array.of(4, 4, 1, 1, 4, 4) } }), /tile 2 is there twice/],
  [
    'tiles too far',
    (m) => ({ grid: { ...m.grid, tiles: Int32Array.of(0, 0, 1, 1, 2e9, 0) } }),
    /tile 2 lies 2000000000/,
  ],
  ['more hits than rays', (m) => void m.grid.counts.set([0x20001]), /cell 0 has 2 hits of 1 rays/],
  ['a pose that is no number', (m) => void m.nodes.poses.fill(Number.NaN, 4, 5), /node\.pose.*\[4\].*NaN/],
  ['an edge to nowhere', (m) => void m.edges.to.fill(5, 2, 3), /edge\.to.*\[2\].*\[0, 5\), got 5/],
  ['a scan on no node', (m) => void m.scans.node.fill(-1, 0, 1), /scan\.node.*\[0\].*got -1/],
  ['points that no scan has', (m) => void m.scans.hits.fill(1e6, 0, 1), /scan\.points should hold/],
  ['a unit of nothing', (m) => void m.scans.unit_m.fill(0, 1, 2), /scan\.unit \[1\].*got 0/],
  ['negative returns', (m) => void m.scans.misses.fill(-1, 1, 2), /scan 1 has/],
  ['no name', (m) => ({ meta: { ...m.meta, name: '' } }), /meta, name should be a text/],
  ['half a revision', (m) => ({ meta: { ...m.meta, revision: 0.5 } }), /meta, revision.*got 0\.5/],
  ['cells of no size', (m) => ({ meta: { ...m.meta, resolution_m: 0 } }), /resolution_m should be in/],
  ['a chunk twice', () => ({ extras: [arrayChunk('meta', Uint8Array.of(1))] }), /a name of its own/],
])('%s is not written', (_, change, reason) => {
  const map = sampleMap();
  const spoilt = { ...map, ...change(map) };
  expect(() => encodeHomeMap(spoilt)).toThrow(reason);
  expect(() => encodeHomeMap(spoilt)).toThrow(RangeError);
});

test('a well-made file of wrong content is refused by the chunk that is wrong', () => {
  const whole = unpackChunks(encodeHomeMap(sampleMap()), '');
  const withChunk = (name: string, chunk: ReturnType<typeof arrayChunk> | undefined) =>
    refusal(packChunks([...whole.values()].flatMap((old) => (old.name === name ? (chunk ?? []) : old))));
  expect(withChunk('node.pose', undefined)).toMatchObject({ code: 'missing', problem: /no chunk "node.pose"/ });
  expect(withChunk('node.pose', arrayChunk('node.pose', new Float32Array(15), 3)).message).toBe(
    'home.hbmap, chunk "node.pose": should hold f8 in rows of 3; take an earlier revision',
  );
  expect(withChunk('grid.tiles', arrayChunk('grid.tiles', Int32Array.of(0, 0, 1, 1, 0, 0), 2)).message).toMatch(
    /^home\.hbmap, grid\.tiles: tile 2 is there twice; take an earlier revision$/,
  );
  const json = (text: string) => ({
    ...arrayChunk(
      'meta',
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    ),
    type: 'json',
  });
  expect(withChunk('meta', json('{')).problem).toMatch(/is not JSON/);
  expect(withChunk('meta', json('null')).message).toMatch(/meta: should be an object, got null/);
});

/** The bytes as a later version would write them: its number, and the checksum that goes with it. */
function withVersion(bytes: Uint8Array, version: number): Uint8Array {
  const newer = bytes.slice();
  const view = new DataView(newer.buffer);
  view.setUint32(8, version, true);
  const covered = [...newer.subarray(0, 20), ...newer.subarray(24, 24 + 32 * view.getUint32(12, true))];
  let crc = 0xffffffff;
  for (const byte of covered) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  view.setUint32(20, ~crc >>> 0, true);
  return newer;
}
