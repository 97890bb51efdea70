// Puts together what a robot needs of a build, for `homebound update --make`: `npm run release -- FOLDER [--built]` (dist as it is).
// The command without its source maps, the page, the libraries that load a file from beside themselves, service files and the
// licence. The same sources give the same bytes.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

/** Not bundled: each loads its own wasm or binary. koffi's binaries are packages of their own, one for each kind of machine. */
const libraries = ['@foxglove/wasm-zstd', 'koffi'];
const folders = ['dist', 'launch', 'sim/worlds'];
const files = ['LICENSE', 'PRIVACY.md', 'SECURITY.md'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [out, option] = process.argv.slice(2);
if (out === undefined || (existsSync(out) && readdirSync(out).length > 0)) {
  console.error(out === undefined ? 'Name the folder that the release goes to' : `${out} is not empty`);
  process.exit(2);
}
if (option !== '--built') await build();
const binaries = readdirSync(join(root, 'node_modules', '@koromix')).map((name) => `@koromix/${name}`);
const parts = [...folders, ...files, ...[...libraries, ...binaries].map((name) => `node_modules/${name}`)];
for (const part of parts) {
  mkdirSync(dirname(join(out, part)), { recursive: true });
  cpSync(join(root, part), join(out, part), { recursive: true, dereference: true, filter: (path) => isWanted(path) });
}
console.log(`${out} is a release: \`homebound update --make ${out} --counter … --release … --model … --key …\``);

/** Source maps are for developers; names that begin with a dot have no place in a release. */
function isWanted(path) {
  return !/\.map$|\/\.[^/]+$/.test(path.slice(root.length));
}
