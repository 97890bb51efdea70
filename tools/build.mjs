// Builds what `npm start` and `npx homebound` run: dist/homebound.js (the command) and dist/viewer (the page).
// One tool, esbuild, takes about a second; it skips what is newer than every source file.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

/** Commands that are processes of the robot. */
const processes = ['camera', 'gateway', 'mind'];

/** The command loads such a process from its own file. */
const ownProcesses = {
  name: 'ownProcesses',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^\\./commands/(${processes.join('|')})\\.ts$`) }, ({ path }) => ({
      path: path.replace('commands', 'processes').replace(/\.ts$/, '.js'),
      external: true,
    })),
};

const common = {
  // Names in the output are told from here, so that the same sources give the same bytes wherever they are built.
  absWorkingDir: root,
  outdir: join(root, 'dist'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@dev'],
  packages: 'bundle',
  sourcemap: 'linked',
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
  // Each loads a file from beside itself: the zstd package its wasm, koffi its binary for this machine.
  external: ['rclnodejs', '@foxglove/wasm-zstd', 'koffi'],
  logLevel: 'warning',
};

/** Builds when a source is newer than the last build; returns whether it did. */
export async function build({ force = false } = {}) {
  const out = join(root, 'dist');
  const command = join(out, 'homebound.js');
  const sources = Math.max(
    ...['packages', 'sim', 'hardware', 'tools'].map((f) => newest(join(root, f))),
    statSync(join(root, 'package.json')).mtimeMs,
  );
  if (!force && existsSync(command) && statSync(command).mtimeMs > sources) return false;
  mkdirSync(out, { recursive: true });
  const { build: esbuild } = await import('esbuild');
  const { buildViewer } = await import('../packages/viewer/build.mjs');
  await buildViewer(join(out, 'viewer'));
  // One chunk for each command and for what they share: `map` needs no physics, and 14 MB less memory without it.
  for (const folder of ['chunks', 'processes']) rmSync(join(out, folder), { recursive: true, force: true });
  await esbuild({
    ...common,
    entryPoints: [
      { in: join(root, 'packages/cli/src/main.ts'), out: 'homebound' },
      // What ROS 2 starts: each node's code is loaded only in a process that runs it.
      { in: join(root, 'packages/cli/src/rosEntry.ts'), out: 'homebound-ros' },
      // The process with the serial port holds nothing that it does not need.
      { in: join(root, 'packages/cli/src/motorEntry.ts'), out: 'homebound-motor' },
    ],
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    plugins: [ownProcesses],
  });
  // What runs on the robot for days: each file holds what its process uses, without comments, as V8 keeps the text of all that it loaded.
  for (const entry of [
    ...processes.map((name) => ({ in: join(root, `packages/cli/src/commands/${name}.ts`), out: `processes/${name}` })),
    // A thread's script is a file of its own.
    { in: join(root, 'packages/home/src/homeThread.ts'), out: 'homeThread' },
  ])
    await esbuild({
      ...common,
      entryPoints: [entry],
      minifyWhitespace: true,
      minifySyntax: true,
      // A fault is logged with its line.
      lineLimit: 120,
    });
  // Lies beside the releases of a robot and outlives them: one file with nothing beside it.
  await esbuild({
    absWorkingDir: root,
    entryPoints: [{ in: join(root, 'packages/update/src/startEntry.ts'), out: 'homebound-start' }],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@dev'],
    logLevel: 'warning',
  });
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const done = await build({ force: process.argv.includes('--force') });
  console.log(done ? 'built dist/homebound.js and dist/viewer' : 'dist is up to date');
}
