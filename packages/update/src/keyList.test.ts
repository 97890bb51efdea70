import { generateKeyPairSync } from 'node:crypto';
import { decodeKeyList, encodeKeyList, followKeys, type KeyList } from './keyList.ts';
import { publicKeyOf } from './signatures.ts';
import { signKeyList } from './signUpdate.ts';

const makeKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const [a, b, c, d, e] = Array.from({ length: 5 }, makeKey);
const listOf = (version: number, threshold: number, ...keys: string[]): KeyList => ({
  version,
  threshold,
  keys: keys.map(publicKeyOf),
});
const first = listOf(1, 2, a, b, c);

test('a list reads as it was written, and no other way', () => {
  const text = encodeKeyList(first);
  expect(decodeKeyList(text)).toEqual(first);
  expect(() => decodeKeyList(` ${text}`)).toThrow('not written the one way it may be');
  expect(() => decodeKeyList(encodeKeyList({ ...first, threshold: 4 }))).toThrow('4 signatures of 3 keys');
  expect(() => decodeKeyList(encodeKeyList({ ...first, keys: [first.keys[0], first.keys[0]] }))).toThrow('twice');
});

test('keys are handed on by enough of the old ones together with enough of the new ones', () => {
  const second = signKeyList(listOf(2, 2, b, c, d), [b, c]);
  const third = signKeyList(listOf(3, 1, e), [c, d, e]);
  expect(followKeys(first, [second, third])).toEqual(listOf(3, 1, e));
  // A robot that has seen the second already.
  expect(followKeys(listOf(2, 2, b, c, d), [second, third]).version).toBe(3);
});

test.each([
  ['one of the old ones', signKeyList(listOf(2, 2, c, d, e), [c, d, e]), '1 of 2 signatures'],
  ['none of the new ones', signKeyList(listOf(2, 1, d), [a, b]), '0 of 1 signatures'],
  ['a stranger beside enough', signKeyList(listOf(2, 2, b, c, d), [b, c, e]), 'does not trust'],
  ['a gap', signKeyList(listOf(3, 2, b, c, d), [b, c]), 'one is left out'],
])('a change of keys with %s is refused', (_, list, problem) => {
  expect(() => followKeys(first, [list])).toThrow(problem);
});
