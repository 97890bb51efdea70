import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

test("npm ci can be had on every platform: the lock file names every platform's packages (tools/complete-lock.mjs)", () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
  };
  const missing = Object.values(packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => /android|darwin|linux|win32/.test(name) && packages[`node_modules/${name}`] === undefined);
  expect(missing).toEqual([]);
  expect(JSON.stringify(packages)).not.toMatch(/https?:[^"]*\.tgz/);
});

test("npm ci takes the lock file: it has each room's dependencies as the room has them", () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const name of readdirSync(join(root, 'packages'))) {
    const room = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    expect([name, packages[`packages/${name}`]?.dependencies ?? {}]).toEqual([name, room.dependencies ?? {}]);
  }
});
