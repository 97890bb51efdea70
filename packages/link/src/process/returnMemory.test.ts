import { readFileSync } from 'node:fs';
import { returnProgram } from './returnMemory.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;

/** Of this process: pages of files in memory, KiB. */
function filePages_kib(): number {
  const text = readFileSync('/proc/self/smaps_rollup', 'utf8');
  const [rss, anonymous] = ['Rss', 'Anonymous'].map((key) =>
    Number(new RegExp(`^${key}: +(\\d+) kB$`, 'm').exec(text)?.[1]),
  );
  return rss - anonymous;
}

onLinux('pages of programs are given back, and the process runs on with those that it needs', () => {
  const before_kib = filePages_kib();
  returnProgram();
  expect(filePages_kib()).toBeLessThan(0.7 * before_kib);
  expect(JSON.parse('{"a":[1,2.5]}')).toEqual({ a: [1, 2.5] });
});
