// `npm start`: installs what is missing (no development tools), builds, and runs the simulated home with the live map.
// Uses Node alone until the packages are there. Everything after `--` goes to `homebound simulate`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => process.stderr.write(`${text}\n`);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  say(`Homebound needs Node 20.20.2 or newer; this is ${process.versions.node}. Install a newer Node and try again.`);
  process.exit(1);
}
if (
  !existsSync(join(root, 'node_modules', 'esbuild')) ||
  !existsSync(join(root, 'node_modules', '@homebound', 'cli'))
) {
  say('Installing packages (once) ...');
  const { status } = spawnSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    say('npm could not install the packages; its message is above. Check the network and try again.');
    process.exit(1);
  }
}
const { build } = await import('./build.mjs');
say('Building ...');
const built = await build();
say(built ? 'Built.' : 'Already built.');

const child = spawn(process.execPath, [join(root, 'dist', 'homebound.js'), 'simulate', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// Ctrl-C reaches the whole group; this process only waits, so that the run can end cleanly.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
