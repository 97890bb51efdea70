import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
}

/** Packages that run on the robot, as `name@version`, by the lock file: the libraries that come in whatever the machine. */
function lockedPackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages as Record<string, Locked>)
    .filter(([path, p]) => path.includes('node_modules/') && !p.dev && !p.optional && !p.link)
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`);
}

function bill(): string[] {
  const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const { bomFormat, components } = JSON.parse(stdout);
  expect(bomFormat).toBe('CycloneDX');
  return components.map(
    ({ name, group, version }: { name: string; group?: string; version: string }) =>
      `${group === undefined || name.startsWith('@') ? name : `${group}/${name}`}@${version}`,
  );
}

/** Dependencies that may be another version tomorrow. */
function unpinned(manifest: string): string[] {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(manifest);
  const all = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return all
    .filter(([name, range]) => !name.startsWith('@homebound/') && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
    .map(([name, range]) => `${name} ${range}`);
}

test('T-SBOM: the bill of materials names every library that runs on the robot, and each is pinned', () => {
  const named = new Set(bill());
  const locked = lockedPackages();
  expect(locked.length).toBeGreaterThan(10);
  expect(locked.filter((name) => !named.has(name))).toEqual([]);
  const folders = ['.', 'sim', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))];
  for (const folder of folders)
    expect([folder, unpinned(readFileSync(join(root, folder, 'package.json'), 'utf8'))]).toEqual([folder, []]);
});

test('T-SBOM, planted fault: a range instead of a version', () => {
  expect(unpinned('{"dependencies":{"ws":"^8.0.0","@homebound/math":"*","zod":"4.6.7"}}')).toEqual(['ws ^8.0.0']);
});
