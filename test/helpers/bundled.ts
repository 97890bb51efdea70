import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';
import { root, temporaryFolder } from './homebound.ts';

/** A file of TypeScript as one plain file that any Node runs, in a folder of its own; native libraries are taken from the project's. */
export async function bundled(file: string): Promise<string> {
  const outfile = join(temporaryFolder(), basename(file).replace(/\.ts$/, '.mjs'));
  const koffi = pathToFileURL(createRequire(join(root, 'package.json')).resolve('koffi')).href;
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@dev'],
    external: ['@foxglove/wasm-zstd'],
    banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
    logLevel: 'warning',
    plugins: [
      { name: 'koffi', setup: (b) => b.onResolve({ filter: /^koffi$/ }, () => ({ path: koffi, external: true })) },
    ],
  });
  await stop();
  return outfile;
}
