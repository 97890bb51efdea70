// `npm run test:ros`: the node interface on a real ROS 2 graph, several processes over loopback. Skipped without ROS 2.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, '.cache', 'ros');

if (!process.env.ROS_DISTRO || !process.env.AMENT_PREFIX_PATH) {
  console.log('test:ros skipped: ROS 2 is not sourced in this shell (source /opt/ros/<distro>/setup.bash to run it).');
  process.exit(0);
}
try {
  createRequire(join(root, 'package.json')).resolve('rclnodejs');
} catch {
  console.error('test:ros needs rclnodejs: with ROS 2 sourced, run `npm install --no-save rclnodejs@2.2.0`.');
  process.exit(1);
}

const { build } = await import('esbuild');
const processes = join(here, 'processes');
await build({
  entryPoints: [join(here, 'ros.test.ts'), ...readdirSync(processes).map((file) => join(processes, file))],
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
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', join(out, 'ros.test.mjs')], {
  cwd: out,
  stdio: 'inherit',
  env: {
    ...process.env,
    ROS_DOMAIN_ID: process.env.ROS_DOMAIN_ID ?? String(50 + (process.pid % 50)), // not with whatever else runs here
    ROS_AUTOMATIC_DISCOVERY_RANGE: process.env.ROS_AUTOMATIC_DISCOVERY_RANGE ?? 'LOCALHOST',
  },
});
process.exit(status ?? 1);
