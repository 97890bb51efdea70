import { gzipSync } from 'node:zlib';
import { readCarmen } from '@homebound/formats';
import { createRng } from '@homebound/math';
import { CarmenFile } from './carmenFile.ts';

/** A log of some pieces: 4000 scans of 180 readings with odometry between them, some written later than what is newer. */
function logText(): string {
  const rng = createRng(8);
  const lines: string[] = [];
  for (let i = 0; i < 4000; i++) {
    const ranges = Array.from({ length: 180 }, () =>
      rng.uniform() < 0.02 ? '81.83' : (0.5 + 9 * rng.uniform()).toFixed(2),
    );
    const late_s = i % 97 === 0 ? 3 : 0;
    const stamp = (1000 + 0.2 * i - late_s).toFixed(6);
    lines.push(`FLASER 180 ${ranges.join(' ')} 0 0 0 ${0.01 * i} 0 0 ${stamp} host ${stamp}`);
    lines.push(`ODOM ${0.01 * i} 0 0 0.1 0 0 ${stamp} host ${stamp}`);
  }
  return `${lines.join('\n')}\n`;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

test.each(['plain', 'gzip'])('record by record it is what readCarmen gives: %s', async (kind) => {
  const text = logText();
  const bytes = kind === 'gzip' ? gzipSync(text) : bytesOf(text);
  const file = await CarmenFile.open(bytes, 'my.log', undefined);
  const want = readCarmen(text).records;
  expect(file.survey).toEqual({
    T_base_lidar: { x: 0, y: 0, theta: 0 },
    hasOdometry: true,
    duration_s: want[want.length - 1].stamp_s - want[0].stamp_s,
  });
  let i = 0;
  // One by one: all at once would take Jest minutes to compare.
  for await (const record of file.records()) {
    const other = want[i++];
    if (record.kind !== other.kind || record.stamp_s !== other.stamp_s) throw new Error(`record ${i} differs`);
    if (record.kind === 'scan' && other.kind === 'scan' && i % 500 < 20) expect(record).toEqual(other);
  }
  expect(i).toBe(8000);
});

test('what is no whole log is refused before anything is done with it', async () => {
  const text = logText();
  const open = (bytes: Uint8Array) => CarmenFile.open(bytes, 'my.log', undefined);
  await expect(open(bytesOf(text.slice(0, -3000)))).rejects.toThrow(/my.log, line \d+: .*cut off; \d+ whole scans/);
  await expect(open(gzipSync(text).subarray(0, 10_000))).rejects.toThrow(/my.log: the gzip file is cut off or damaged/);
  await expect(open(bytesOf('ODOM 1 2 3 0 0 0 1 h 1\n'))).rejects.toThrow(/1 ODOM lines but no scan/);
});
