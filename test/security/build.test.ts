import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, temporaryFolder } from '../helpers/homebound.ts';

/** Packages that a build takes in, as the lock file lists them. */
function runtimePackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages as Record<string, { dev?: boolean; link?: boolean }>)
    .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && !dev && !link)
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)));
}

/** The sources and libraries once more, in a folder of another name. */
function copyTree(folder: string): void {
  const isSource = (path: string): boolean => !/\/(node_modules|dist|runs)(\/|$)|\.test\.ts$|tsbuildinfo$/.test(path);
  for (const name of [
    'packages',
    'sim',
    'hardware',
    'tools',
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
  ])
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => isSource(path.slice(root.length)),
    });
  for (const path of runtimePackages()) cpSync(join(root, path), join(folder, path), { recursive: true });
  mkdirSync(join(folder, 'node_modules', '@homebound'), { recursive: true });
  const rooms = readdirSync(join(folder, 'packages')).map((name) => [name, join('packages', name)]);
  for (const [name, path] of [...rooms, ['sim', 'sim'], ['hardware', 'hardware']])
    symlinkSync(join('..', '..', path), join(folder, 'node_modules', '@homebound', name));
}

/** Builds from here. @returns hash by file of what came out */
function built(folder: string, cwd = folder): Record<string, string> {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'tools', 'build.mjs')], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const files = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath ?? file.path, file.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

let here = '';
let there = '';
beforeAll(() => {
  const folder = temporaryFolder();
  here = join(folder, 'a');
  there = join(folder, 'somewhere', 'quite', 'else');
  for (const tree of [here, there]) {
    mkdirSync(dirname(tree), { recursive: true });
    copyTree(tree);
  }
});

test('T-SBOM: a build from two folders, at two times, gives the same bytes in every file', () => {
  const first = built(here);
  expect(Object.keys(first).length).toBeGreaterThan(20);
  expect(built(there, '/')).toEqual(first);
});

test('T-SBOM, planted fault: a build that writes down where and when it was made', () => {
  for (const tree of [here, there])
    appendFileSync(
      join(tree, 'tools', 'build.mjs'),
      '\n(await import("node:fs")).appendFileSync(join(root, "dist", "homebound.js"), root);\n',
    );
  expect(built(there)).not.toEqual(built(here));
});
