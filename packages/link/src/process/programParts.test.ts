import { readFileSync } from 'node:fs';
import { programParts } from './programParts.ts';

/** A part as /proc/PID/smaps tells it. */
const part = (head: string, anonymous_kib: number): string =>
  `${head}\nSize:                  8 kB\nRss:                   8 kB\nAnonymous:      ${String(anonymous_kib).padStart(8)} kB\nLazyFree:              0 kB\nVmFlags: rd ex mr mw me sd\n`;
const library = '08:01 1234                       /usr/lib/libc.so.6';

test('parts of files that nobody wrote to are given back; what has no file, or other bytes than it, is not', () => {
  const smaps = [
    part(`7f0000000000-7f0000002000 r-xp 00000000 ${library}`, 0),
    part(`7f0000002000-7f0000003000 r--p 00002000 ${library}`, 0),
    part(`7f0000003000-7f0000004000 r--p 00003000 ${library}`, 4),
    part(`7f0000004000-7f0000005000 rw-p 00004000 ${library}`, 0),
    part('7f0000005000-7f0000006000 r-xp 00000000 00:00 0', 0),
    part('7f0000006000-7f0000007000 r-xs 00000000 08:01 77                         /dev/shm/shared', 0),
    part('ffffffff600000-ffffffff601000 r-xp 00000000 00:00 0                  [vdso]', 0),
  ].join('');
  expect(programParts(smaps)).toEqual([
    { from: 0x7f0000000000, length: 0x2000 },
    { from: 0x7f0000002000, length: 0x1000 },
  ]);
});

(process.platform === 'linux' ? test : test.skip)("Node's own machine code is among the parts of this process", () => {
  const total = programParts(readFileSync('/proc/self/smaps', 'utf8')).reduce((sum, { length }) => sum + length, 0);
  expect(total).toBeGreaterThan(10e6);
});
