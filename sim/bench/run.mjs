// Bundles the benchmark beside this file and runs it: node sim/bench/run.mjs [seconds] [--cpu-prof]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const out = mkdtempSync(join(tmpdir(), 'homebound-bench-'));
const file = join(out, 'simulator.mjs');
await build({
  entryPoints: [new URL('simulator.ts', import.meta.url).pathname],
  outfile: file,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@dev'],
});
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const numbers = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const { status } = spawnSync(process.execPath, [...options, file, ...numbers], { stdio: 'inherit' });
rmSync(out, { recursive: true, force: true });
process.exit(status ?? 1);
