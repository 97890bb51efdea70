import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';

/** The oldest that we support, and the two newer lines. The registry's own packages bring the binaries. */
const versions = ['20.20.2', '22.23.3', '24.21.0'];
const platform = `node-${process.platform}-${process.arch}`;

/** That version's binary, installed once into .cache; undefined where it can't be had. */
function nodeBinary(version: string): string | undefined {
  if (process.versions.node === version) return process.execPath;
  const folder = join(root, '.cache', `node-${version}`);
  const binary = join(folder, 'node_modules', platform, 'bin', 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    spawnSync(
      'npm',
      ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `${platform}@${version}`],
      { stdio: 'ignore' },
    );
  }
  return existsSync(binary) ? binary : undefined;
}

const args = [
  'simulate',
  '--headless',
  '--world',
  'studio',
  '--seed',
  '7',
  '--max-time',
  '150',
  '--no-recording',
  '--json',
];

for (const version of versions) {
  const binary = nodeBinary(version);
  (binary === undefined ? test.skip : test)(`Node ${version} gives the same run to the last bit`, async () => {
    const here = await homebound(...args, '--out', join(temporaryFolder(), 'run'));
    const command = join(root, 'dist', 'homebound.js');
    const there = spawnSync(binary as string, [command, ...args, '--out', join(temporaryFolder(), 'run')], {
      cwd: root,
      encoding: 'utf8',
    });
    const summary = JSON.parse(there.stdout).summary;
    expect(summary).toEqual(JSON.parse(here.out).summary);
    expect(summary.path_m).toBeGreaterThan(10);
    expect(execFileSync(binary as string, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`);
  });
}
