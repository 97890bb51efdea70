// Runs Jest on one suite: `node tools/jest.mjs unit [jest options]`. ESM needs the vm-modules flag, which is all this file is for.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const [suite, ...rest] = process.argv.slice(2);
const jestBin = createRequire(import.meta.url).resolve('jest/bin/jest');
const result = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jestBin, '--config', 'jest.config.mjs', ...rest],
  { stdio: 'inherit', env: { ...process.env, HOMEBOUND_SUITE: suite ?? 'unit' } },
);
process.exit(result.status ?? 1);
