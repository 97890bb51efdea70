import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly license?: string;
  readonly integrity?: string;
}

/** Libraries that run on the robot whatever the machine; each more is somebody's to trust. */
const MOST_LIBRARIES = 50;
/** Licences that ask for no more than their text. */
const LICENCES = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

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
  const folders = [
    '.',
    'sim',
    'hardware',
    ...readdirSync(join(root, 'packages')).map((name) => join('packages', name)),
  ];
  for (const folder of folders)
    expect([folder, unpinned(readFileSync(join(root, folder, 'package.json'), 'utf8'))]).toEqual([folder, []]);
});

test('T-SBOM, planted fault: a range instead of a version', () => {
  expect(unpinned('{"dependencies":{"ws":"^8.0.0","@homebound/math":"*","zod":"4.6.7"}}')).toEqual(['ws ^8.0.0']);
});

type Packages = Readonly<Record<string, Locked>>;

/** What is wrong with what a robot would install, by the lock file alone: nobody is asked. */
function lockFaults(packages: Packages): string[] {
  const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  const shipped = installed.filter(([, { dev }]) => !dev);
  const always = shipped.filter(([, { optional }]) => !optional);
  return [
    ...(always.length > MOST_LIBRARIES ? [`${always.length} libraries`] : []),
    ...always
      .filter(([, { license }]) => !LICENCES.has(license ?? ''))
      .map(([path, { license }]) => `${path}: licence ${license}`),
    ...shipped
      .filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
      .map(([path]) => `${path}: no SHA-512`),
    // What this registry does not carry, of tools for other machines, is never installed here.
    ...installed
      .filter(([, { dev, optional, integrity }]) => dev && !optional && !integrity)
      .map(([path]) => `${path}: no hash`),
  ];
}

const locked = (): Packages => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;

test(`T-SBOM: at most ${MOST_LIBRARIES} libraries, each under a licence that we know and pinned by its SHA-512`, () => {
  expect(lockFaults(locked())).toEqual([]);
});

test('T-SBOM, planted fault: a library without a hash, one under another licence, and too many', () => {
  const { integrity } = locked()['node_modules/zod'];
  const with_ = (added: Packages): string[] => lockFaults({ ...locked(), ...added });
  expect(with_({ 'node_modules/a': { license: 'MIT' } })).toEqual(['node_modules/a: no SHA-512']);
  expect(with_({ 'node_modules/a': { license: 'GPL-3.0', integrity } })).toEqual(['node_modules/a: licence GPL-3.0']);
  const many = Array.from({ length: MOST_LIBRARIES }, (_, i) => [`node_modules/a${i}`, { license: 'MIT', integrity }]);
  expect(with_(Object.fromEntries(many))).toEqual([expect.stringMatching(/^\d+ libraries$/)]);
});

/** Versions that are installed here and are not those of the lock file. */
function strangers(packages: Packages, installed: Packages): string[] {
  return Object.entries(installed)
    .filter(([path, { version, link }]) => !link && packages[path]?.version !== version)
    .map(([path, { version }]) => `${path}@${version}`);
}

test('T-SBOM: what is installed is what the lock file says', () => {
  const installed = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8'))
    .packages as Packages;
  expect(Object.keys(installed).length).toBeGreaterThan(100);
  expect(strangers(locked(), installed)).toEqual([]);
});

test('T-SBOM, planted fault: a library of another version than the lock file has', () => {
  expect(strangers(locked(), { 'node_modules/zod': { version: '4.0.0' } })).toEqual(['node_modules/zod@4.0.0']);
});
