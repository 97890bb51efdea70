import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCarmen } from '@homebound/formats';
import { maxRangeOf, streamLog } from './slamLogStream.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-stream-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** 900 scans and 1800 odometry lines, of which every 50th stands 5 lines too late; 400 lines of odometry at the end. */
function logText(): string {
  const lines: string[] = [];
  for (let k = 0; k < 2700; k++) {
    const stamp = (1000 + 0.1 * (k % 50 === 0 ? k - 5 : k)).toFixed(3);
    const reading = k === 1500 ? '81.83' : '7.5';
    if (k % 3 === 0 && k < 2300)
      lines.push(`FLASER 180 ${`${reading} `.repeat(180)}0 0 0 ${k} 0 0 ${stamp} host ${stamp}`);
    else lines.push(`ODOM ${k} 0 0 0 0 0 ${stamp} host ${stamp}`);
  }
  return `${lines.join('\n')}\n`;
}

test.each(['plain.log', 'packed.log.gz'])(
  '%s: the same records in the same order as from the whole text',
  async (name) => {
    const text = logText();
    const path = join(folder, name);
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
    const whole = readCarmen(text);
    const maxRange_m = await maxRangeOf(path);
    const records = [];
    for await (const record of streamLog(path, maxRange_m)) records.push(record);
    expect(maxRange_m).toBe(whole.maxRange_m);
    expect(records).toEqual(whole.records);
  },
);
