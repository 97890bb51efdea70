// `npm run test:ros [file…]`: the node interface on a real ROS 2 graph, one process and several, over loopback. Every test/ros/*.test.ts, or
// those whose names contain one of the arguments. Exits 1 without ROS 2: a check that did not run has not passed.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, '.cache', 'ros');

if (!process.env.ROS_DISTRO || !process.env.AMENT_PREFIX_PATH) {
  console.error('test:ros needs ROS 2: run `source /opt/ros/<distro>/setup.bash` in this shell first.');
  process.exit(1);
}
try {
  createRequire(join(root, 'package.json')).resolve('rclnodejs');
} catch {
  console.error('test:ros needs rclnodejs: with ROS 2 sourced, run `npm install --no-save rclnodejs@2.2.0`.');
  process.exit(1);
}

const { build: buildCommand } = await import('../../tools/build.mjs');
await buildCommand();
const { build } = await import('esbuild');
const processes = join(here, 'processes');
const wanted = process.argv.slice(2);
const tests = readdirSync(here).filter(
  (file) => file.endsWith('.test.ts') && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
);
await build({
  entryPoints: [
    ...tests.map((file) => join(here, file)),
    ...readdirSync(processes).map((file) => join(processes, file)),
  ],
  entryNames: '[name]',
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@dev'],
  external: ['rclnodejs'],
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
  logLevel: 'warning',
});
// One file after the other: they share the machine, and some of them measure.
const files = tests.map((file) => join(out, file.replace(/\.ts$/, '.mjs')));
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], {
  cwd: out,
  stdio: 'inherit',
  env: {
    ...process.env,
    ROS_DOMAIN_ID: process.env.ROS_DOMAIN_ID ?? String(50 + (process.pid % 50)), // not with whatever else runs here
    ROS_AUTOMATIC_DISCOVERY_RANGE: process.env.ROS_AUTOMATIC_DISCOVERY_RANGE ?? 'LOCALHOST',
  },
});
process.exit(status ?? 1);
