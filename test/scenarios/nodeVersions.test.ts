import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';
import { nodeBinary, nodeVersions } from '../helpers/nodeBinary.ts';

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

for (const version of nodeVersions) {
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
