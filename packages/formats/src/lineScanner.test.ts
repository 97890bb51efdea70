import { createRng } from '@homebound/math';
import { LineScanner } from './lineScanner.ts';

test('numbers are bit-equal to Number(word): 4000 seeded words of every shape', () => {
  const rng = createRng(7);
  const words: string[] = [
    '0',
    '-0',
    '+5',
    '.5',
    '5.',
    '1e-7',
    '-2.5E3',
    '123456789012345678901',
    '0.1000000000000000055',
  ];
  for (let i = 0; i < 4000; i++) {
    const value = (rng.uniform() - 0.5) * [1, 10, 1e3, 1e9, 1e12][i % 5];
    words.push(value.toFixed(i % 10));
  }
  const scanner = new LineScanner(words.join(' \t'), 'test');
  scanner.nextLine();
  expect(words.filter((word) => !Object.is(scanner.number('value'), Number(word)))).toEqual([]);
  expect(scanner.lineDone).toBe(true);
});

test('lines end with LF or CRLF, and are counted', () => {
  const scanner = new LineScanner('a 1\r\n\r\nb 2', 'test');
  const seen: [number, string, boolean][] = [];
  while (scanner.nextLine()) {
    const word = scanner.word();
    seen.push([scanner.line, word, word !== '' && scanner.number('n') > 0 && scanner.lineDone]);
  }
  expect(seen).toEqual([
    [1, 'a', true],
    [2, '', false],
    [3, 'b', true],
  ]);
});

test.each(['1.2.3', '--1', '1e', 'abc', '0x10', '1,5', '-'])('%s is no number', (word) => {
  const scanner = new LineScanner(`${word}\n`, 'file');
  scanner.nextLine();
  expect(() => scanner.number('x')).toThrow(/^file, line 1: x should be a number, got/);
});
