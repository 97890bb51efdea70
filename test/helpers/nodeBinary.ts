import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './homebound.ts';

/** The oldest that we support, and the two newer lines. The registry's own packages bring the binaries. */
export const nodeVersions = ['20.20.2', '22.23.3', '24.21.0'];
const platform = `node-${process.platform}-${process.arch}`;

/** That version's binary, installed once into .cache; undefined where it can't be had. */
export function nodeBinary(version: string): string | undefined {
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
