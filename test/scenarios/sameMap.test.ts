import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dataFolder, dataTest, root, temporaryFolder } from '../helpers/homebound.ts';
import { nodeBinary, nodeVersions } from '../helpers/nodeBinary.ts';

/** The scans of aces from number `from` on, `count` of them, with the odometry between: a log of its own. */
function pieceOfAces(from: number, count: number): string {
  const text = gunzipSync(readFileSync(join(dataFolder, 'slam', 'aces', 'aces.log.gz'))).toString('latin1');
  let scans = 0;
  const lines = text.split('\n').filter((line) => {
    if (line.startsWith('FLASER')) scans++;
    return scans > from && scans <= from + count;
  });
  const path = join(temporaryFolder(), 'piece.log');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

interface Mapped {
  readonly summary: { readonly scans: number; readonly hash: string; readonly loops: { readonly accepted: number } };
  /** SHA-256 of all that the command wrote but the figures of the machine. */
  readonly files: readonly string[];
}

function mapped(binary: string, log: string, ...options: string[]): Mapped {
  const out = join(temporaryFolder(), 'out');
  const command = [join(root, 'dist', 'homebound.js'), 'map', log, '--out', out, '--json', ...options];
  const { stdout, stderr, status } = spawnSync(binary, command, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const files = ['trajectory.csv', 'online.csv', 'map.pgm', 'map.yaml', 'map.png'].map((file) =>
    createHash('sha256')
      .update(readFileSync(join(out, file)))
      .digest('hex'),
  );
  const { cpu_s, realTimeFactor, peakRss_mb, ...summary } = JSON.parse(stdout);
  expect(cpu_s * realTimeFactor * peakRss_mb).toBeGreaterThan(0);
  return { summary, files };
}

// The last corridors of aces, where the robot comes back to old ones: loops are closed and the map is corrected within them.
dataTest('a log mapped twice gives the same trajectory and map to the last bit, on every Node', () => {
  const log = pieceOfAces(5000, 2374);
  const first = mapped(process.execPath, log);
  expect(first.summary).toMatchObject({ scans: 2374, refused: 0 });
  expect(first.summary.loops.accepted).toBeGreaterThan(0);
  expect(mapped(process.execPath, log)).toEqual(first);
  for (const version of nodeVersions) {
    const binary = nodeBinary(version);
    if (binary !== undefined) expect(mapped(binary, log)).toEqual(first);
  }
});

dataTest('the scans alone, and the map in finer cells, are the same twice too', () => {
  const log = pieceOfAces(5500, 300);
  const options = ['--no-odometry', '--resolution', '0.025'];
  const first = mapped(process.execPath, log, ...options);
  expect(first.summary).toMatchObject({ scans: 300, usesOdometry: false, resolution_m: 0.025 });
  expect(mapped(process.execPath, log, ...options)).toEqual(first);
  // Another piece is another map: the hash tells them apart.
  const { hash } = mapped(process.execPath, pieceOfAces(5600, 300), ...options).summary;
  expect(hash).not.toBe(first.summary.hash);
});
