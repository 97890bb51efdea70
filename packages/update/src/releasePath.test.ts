import { requirePaths } from './releasePath.ts';

test('paths of a real release are taken', () => {
  requirePaths(['dist/homebound.js', 'dist/chunks/chunk-3SJC534P.js', 'node_modules/@foxglove/wasm-zstd/a+b.wasm']);
});

test.each([
  '../x',
  'a/../../x',
  '/etc/passwd',
  'a//b',
  'a/',
  './a',
  '.profile',
  '-rf',
  'a\\..\\b',
  'C:x',
  'a\nb',
  'é',
  'name.',
  'release.json',
  'Release.JSON',
  'a'.repeat(241),
])('a path %j is refused', (path) => {
  expect(() => requirePaths([path])).toThrow(/^The update is refused: /);
});

test('two files in one place are refused: the same, by case, one as the other’s folder', () => {
  expect(() => requirePaths(['a/b', 'a/b'])).toThrow('a/b is there twice');
  expect(() => requirePaths(['a/b', 'A/B'])).toThrow('A/B is there twice');
  expect(() => requirePaths(['a/b/c', 'a/b'])).toThrow('a/b is a file and a folder');
});
