// Bundles the page and the pairing page into plain static files: app.js, pair.js, and the files of static/ as they are. No server side, no CDN, no inline code.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Writes index.html, app.js, pair.html, pair.js, the style sheets and icon.svg into `outDir`. Rejects with esbuild's error when the source does not build. */
export async function buildViewer(outDir) {
  mkdirSync(outDir, { recursive: true });
  cpSync(join(here, 'static'), outDir, { recursive: true });
  await build({
    absWorkingDir: here,
    entryPoints: [
      { in: join(here, 'src/main.ts'), out: 'app' },
      { in: join(here, 'src/pair.ts'), out: 'pair' },
    ],
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome100', 'firefox100', 'safari16'],
    conditions: ['@dev'],
    legalComments: 'eof',
    logLevel: 'warning',
  });
}
