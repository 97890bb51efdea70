// Runs a benchmark of test/bench: `node tools/bench.mjs coverage [options]`. Bundled by esbuild, so that it runs as fast as the
// built command does; the bundle goes to a temporary folder in .cache, from where it finds native modules, and is deleted. `--help` prints the comment at the benchmark's head.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...rest] = process.argv.slice(2);
const entry = join(root, 'test', 'bench', `${name}.ts`);
if (name === undefined || !existsSync(entry)) {
  console.error(`There is no benchmark ${name ?? '(none named)'}: test/bench/${name}.ts is missing`);
  process.exit(2);
}
if (rest.includes('--help') || rest.includes('-h')) {
  console.log(headOf(readFileSync(entry, 'utf8')));
  process.exit();
}
mkdirSync(join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(join(root, '.cache', 'bench-'));
const outfile = join(folder, `${name}.mjs`);
try {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@dev'],
    sourcemap: 'inline',
    banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
    external: ['rclnodejs', 'koffi'],
    logLevel: 'warning',
  });
  const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...rest], { stdio: 'inherit' });
  // A benchmark that is asked to end may have processes of its own to end first.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The comment that a file begins with, without its marks. */
function headOf(source) {
  const [block] = /^\/\*\*[\s\S]*?\*\/|^(\/\/.*\n)*/.exec(source) ?? [''];
  return block.replace(/^(\/\/|\/\*\*| \*\/| \*) ?/gm, '').trim();
}
