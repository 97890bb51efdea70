import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (folder: string): string =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
const sources: Readonly<Record<string, () => string>> = {
  contract: () => read('packages/graph/src/contract'),
  traps: () => readFileSync(join(root, 'test/ros/traps.test.ts'), 'utf8'),
  'ros.test': () => readFileSync(join(root, 'test/ros/ros.test.ts'), 'utf8'),
};
const rows = readFileSync(join(root, 'packages/ros/TRAPS.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('the table has the 18 traps, each with a test or why it cannot occur', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  for (const [, number, , , shown] of rows)
    expect([number, /\*|\.test|cannot occur/.test(shown!)]).toEqual([number, true]);
});

test('the tests that it names are there', () => {
  for (const [, number, , , shown = ''] of rows) {
    for (const [, where = '', name = ''] of shown.matchAll(/(contract|traps|ros\.test): \*([^*…]+)/g))
      expect([number, name, sources[where]!().includes(name.trim())]).toEqual([number, name, true]);
    for (const [, file] of shown.matchAll(/`(\w+)\.test`/g))
      expect(readdirSync(join(root, 'packages/ros/src'))).toContain(`${file}.test.ts`);
  }
});
