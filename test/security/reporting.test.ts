import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

/** What somebody who has found a weakness must be told, as far as a page leaves it out. */
function leftOut(page: string): string[] {
  const wanted: readonly (readonly [string, RegExp])[] = [
    ['where to report', /private vulnerability reporting/i],
    ['when they hear back', /within \d+ days/i],
    ['when they may publish', /may publish/i],
    ['what is supported, and how long', /\*\*Supported:\*\*.*months/is],
    ['how updates come', /\*\*Updates\*\* .*signed/is],
    ['which model it is', /model designation/i],
  ];
  return wanted.flatMap(([what, pattern]) => (pattern.test(page) ? [] : [what]));
}

test('T-VDP: SECURITY.md tells where to report, what happens by when, what is supported and how updates come', () => {
  expect(leftOut(readFileSync(join(root, 'SECURITY.md'), 'utf8'))).toEqual([]);
});

test('T-VDP, planted fault: a page that only says thank you', () => {
  expect(leftOut('# Security\n\nThank you for your interest.').length).toBe(6);
});
