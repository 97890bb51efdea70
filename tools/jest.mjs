// Runs Jest on one suite: `node tools/jest.mjs unit [jest options]`. ESM needs the vm-modules flag. What tests and the commands that
// they run write goes to one temporary folder, which is deleted at the end: maps of homes are not left about. What crosses rooms runs the built
// command: it is built first, when a source is newer, so that no promise is proven on a build of yesterday.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';

const [suite, ...rest] = process.argv.slice(2);
if (suite === 'integration' || suite === 'browser') await build();
const jestBin = createRequire(import.meta.url).resolve('jest/bin/jest');
const TMPDIR = mkdtempSync(join(tmpdir(), 'homebound-test-'));
const result = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jestBin, '--config', 'jest.config.mjs', ...rest],
  { stdio: 'inherit', env: { ...process.env, TMPDIR, HOMEBOUND_SUITE: suite ?? 'unit' } },
);
rmSync(TMPDIR, { recursive: true, force: true });
process.exit(result.status ?? 1);
