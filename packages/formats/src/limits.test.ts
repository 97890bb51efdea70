import { decode, encode } from 'fast-png';
import { parseJsonText } from './boundedJson.ts';
import { excerpt, FormatError } from './formatError.ts';
import { readGrayImage } from './grayImage.ts';
import { InflationLimit } from './inflationLimit.ts';
import { checkMapSize } from './limits.ts';
import { limitedPng } from './pngLimit.ts';

const MB = 2 ** 20;

test('T-INPUT: 16 MB come out of anything; then 200 times what went in, and never more than the most', () => {
  const limit = new InflationLimit('log', 100 * MB);
  limit.add(10, 16 * MB);
  expect(() => limit.add(10, 1)).toThrow('log: unpacks to more than 200 times its size, as no real one does');
  const honest = new InflationLimit('log', 100 * MB);
  for (let n = 0; n < 100; n++) honest.add(MB / 8, MB);
  expect(() => honest.add(MB / 8, 1)).toThrow('log: unpacks to more than 104857600 bytes; cut it');
});

test('T-INPUT: JSON is measured by its brackets, those in texts aside', () => {
  expect(parseJsonText(`{"a":["[[[[{{{{\\"[[", ${'['.repeat(30)}1${']'.repeat(30)}]}`, 'map')).toHaveProperty('a');
  const deep = `${'['.repeat(33)}${']'.repeat(33)}`;
  expect(() => parseJsonText(deep, 'map')).toThrow('map: is nested 33 lists deep; at most 32 are read');
  expect(() => parseJsonText(`[${'{},'.repeat(200_000)}{}]`, 'map')).toThrow('map: holds 200002 lists and objects');
  expect(() => parseJsonText(' '.repeat(16 * MB + 1), 'map')).toThrow('map: is 16777217 characters long');
  expect(() => parseJsonText('{', 'map')).toThrow(SyntaxError);
});

test('T-INPUT, planted fault: what reads deep JSON without measuring it breaks where the value is shown', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(() => JSON.stringify(deep)).toThrow(RangeError);
  expect(excerpt(deep)).toBe('[[[...]]]');
});

test('a value in a message is short, one line, and steers no terminal, whatever it is', () => {
  const ring: Record<string, unknown> = { name: 'ring' };
  ring.self = ring;
  expect(excerpt(ring)).toBe('{"name":"ring","self":{"name":"ring",...');
  expect(excerpt('\u001b[2Jgone\u0007\r\n')).toBe('"?[2Jgone?"');
  expect(excerpt('x'.repeat(1e6))).toHaveLength(42);
  expect([excerpt(undefined), excerpt(null), excerpt([1, 'a']), excerpt(Number.NaN)]).toEqual([
    'nothing',
    'null',
    '[1,"a"]',
    'NaN',
  ]);
  const error = new FormatError('malformed', 'a\nb', 'x'.repeat(5000), 'line 1');
  expect(error.message).toMatch(/^a\?b, line 1: x+…$/);
  expect(error.message).toHaveLength(501);
});

test('T-INPUT: a PNG is cut down to its picture, whose data must be just as much as its size says', () => {
  const data = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
  const png = encode({ width: 4, height: 3, data, channels: 1, text: { Author: 'Anna' } });
  const picture = limitedPng(png, 'map.png');
  expect(Buffer.from(png).includes('Anna')).toBe(true);
  expect(Buffer.from(picture).includes('Anna')).toBe(false);
  expect([...decode(picture).data]).toEqual([...data]);
  expect([...readGrayImage(png).pixels]).toEqual([...data]);
  const resized = (width: number, height: number): Uint8Array => {
    const other = png.slice();
    new DataView(other.buffer).setUint32(16, width);
    new DataView(other.buffer).setUint32(20, height);
    return other;
  };
  expect(() => limitedPng(resized(4, 2), 'map.png')).toThrow('its size says 10 bytes of pixels, more come out');
  expect(() => limitedPng(resized(4, 4), 'map.png')).toThrow('its size says 20 bytes of pixels, only 15 come out');
  expect(() => limitedPng(resized(7000, 7000), 'map.png')).toThrow(/takes 49007000 bytes, at most 33554432 are read/);
  expect(() => limitedPng(png.subarray(0, png.length - 3), 'map.png')).toThrow('the picture is cut off');
});

test('a map of more cells than are read is refused with its size', () => {
  expect(() => checkMapSize(5000, 10_000, 'map')).not.toThrow();
  expect(() => checkMapSize(5001, 10_000, 'map', 'byte 3')).toThrow(
    'map, byte 3: spans 5001 x 10000 cells, at most 50000000',
  );
});
