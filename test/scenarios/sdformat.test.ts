import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

// Debian's SDFormat tool (ignition-tools, libsdformat-dev). It passes unknown elements, so our own list checks those.
const hasTool = existsSync('/usr/bin/ign') && spawnSync('ign', ['sdf', '--versions']).status === 0;

for (const name of ['studio', 'apartment', 'test_room'])
  (hasTool ? test : test.skip)(`sdformat finds ${name}.sdf valid`, () => {
    const { stdout, stderr } = spawnSync('ign', ['sdf', '-k', join(root, 'sim', 'worlds', `${name}.sdf`)], {
      encoding: 'utf8',
    });
    // The tool itself misses a library for backtraces on Debian and says so.
    const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('Library error'));
    expect(lines).toEqual(['Valid.']);
  });
