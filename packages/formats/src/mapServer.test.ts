import { createRng } from '@homebound/math';
import { encode } from 'fast-png';
import { readGrayImage } from './grayImage.ts';
import { decodeMap, encodeMap, readMapYaml } from './mapServer.ts';

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const yamlOf = (extra: string) => readMapYaml(`image: a.pgm\nresolution: 0.05\norigin: [-1, -2, 0]\n${extra}`);

test('the yaml gives its fields, and the habits of map_server where it is silent', () => {
  expect(yamlOf('')).toEqual({
    image: 'a.pgm',
    mode: 'trinary',
    resolution_m: 0.05,
    originX_m: -1,
    originY_m: -2,
    negate: false,
    occupiedThreshold: 0.65,
    freeThreshold: 0.196,
  });
});

test('an origin turned by a rounding error is not turned', () => {
  const text = 'image: a.pgm\nresolution: 0.05\norigin: [-1, -2, 1.2e-16]';
  expect(readMapYaml(text)).toMatchObject({ originX_m: -1, originY_m: -2 });
});

test('the top row of the picture is the last row of the grid', () => {
  const grid = decodeMap(yamlOf(''), ascii('P2\n# by hand\n2 2 # size\n255\n0 254\n205 254'));
  expect([...grid.data]).toEqual([-1, 0, 100, 0]);
});

test.each([
  // darkness = 1 - v / 255: 0 -> 1, 100 -> 0.608, 205 -> 0.196, 254 -> 0.004
  ['mode: trinary', [100, -1, -1, 0]],
  ['negate: 1', [0, -1, 100, 100]],
  // (0.6078 - 0.196) / (0.65 - 0.196) = 0.907; (0.19608 - 0.196) / 0.454 = 0.0002
  ['mode: scale', [100, 91, 0, 0]],
  ['mode: raw', [0, 100, -1, -1]],
])('%s', (line, expected) => {
  const grid = decodeMap(yamlOf(line), ascii('P2 4 1 255 0 100 205 254'));
  expect([...grid.data]).toEqual(expected);
});

test('pgm and yaml lead back to the same grid: trinary for known cells, raw for all', () => {
  const rng = createRng(3);
  const trinary = Int8Array.from({ length: 35 }, () => [-1, 0, 100][rng.int(3)]);
  const all = Int8Array.from({ length: 35 }, () => rng.int(102) - 1);
  for (const [cells, mode] of [
    [trinary, 'trinary'],
    [all, 'raw'],
  ] as const) {
    const grid = { width: 7, height: 5, resolution_m: 0.02, originX_m: -3.25, originY_m: 1.5, data: cells };
    const { pgm, yaml } = encodeMap(grid, 'map #1.pgm', mode);
    expect(decodeMap(readMapYaml(yaml), pgm)).toEqual(grid);
    expect(readMapYaml(yaml).image).toBe('map #1.pgm');
  }
});

test('a PNG of any depth and colour reads as the same grey picture', () => {
  const grey = Uint8Array.from([0, 85, 170, 255]);
  const rgba = [...grey].flatMap((v) => [v, v, v, 255]);
  const of = (image: Parameters<typeof encode>[0]) => [...readGrayImage(encode(image)).pixels];
  expect(of({ width: 2, height: 2, data: grey, channels: 1 })).toEqual([...grey]);
  expect(of({ width: 2, height: 2, data: Uint8Array.from(rgba), channels: 4 })).toEqual([...grey]);
  const deep = Uint16Array.from(grey, (v) => v * 257);
  expect(of({ width: 2, height: 2, data: deep, channels: 1, depth: 16 })).toEqual([...grey]);
});

test('transparent pixels are unknown in scale mode', () => {
  const picture = encode({ width: 2, height: 1, data: Uint8Array.from([254, 255, 254, 0]), channels: 2 });
  expect([...decodeMap(yamlOf('mode: scale'), picture).data]).toEqual([0, -1]);
});

test.each([
  ['', 'empty'],
  ['hello', 'foreign'],
  ['image: a.pgm\nresolution: 0.05\norigin: [0, 0, 0.3]', 'turned by 0.3 rad'],
  ['image: a.pgm\norigin: [0, 0, 0]', 'no `resolution`'],
  ['resolution: 0.05\norigin: [0, 0, 0]', 'no `image`'],
  ['image: a.pgm\nresolution: big\norigin: [0, 0, 0]', 'got "big"'],
  ['image: a.pgm\nresolution: 0.05\norigin: 3', '`origin` should be'],
  ['image: a.pgm\nresolution: 0.05\norigin: [0, 0, 0]\nmode: fancy', '`mode` should be'],
  ['image: [a', 'is not YAML'],
])('yaml %j is refused', (text, reason) => {
  expect(() => readMapYaml(text, 'home.yaml')).toThrow(
    expect.objectContaining(
      reason === 'empty' || reason === 'foreign' ? { code: reason } : { message: expect.stringContaining(reason) },
    ),
  );
});

test('a picture cut anywhere is refused', () => {
  const grid = { width: 4, height: 3, resolution_m: 1, originX_m: 0, originY_m: 0, data: new Int8Array(12) };
  const { pgm } = encodeMap(grid);
  for (let n = 0; n < pgm.length; n++)
    expect(() => readGrayImage(pgm.subarray(0, n), 'a.pgm')).toThrow(/^a\.pgm.*(empty|neither|cut|ends|needs)/);
  const bomb = encode({ width: 2, height: 2, data: new Uint8Array(4), channels: 1 });
  bomb.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
  expect(() => readGrayImage(bomb)).toThrow(/spans 65536 x 65536 cells, at most 50000000/);
  expect(() => readGrayImage(ascii('GIF89a'))).toThrow(/neither PGM/);
  expect(() =>
    readGrayImage(encode({ width: 2, height: 2, data: new Uint8Array(4), channels: 1 }).slice(0, 50)),
  ).toThrow(/byte 50: the picture is cut off/);
});
