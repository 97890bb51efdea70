// Completes package-lock.json after `npm install` where the package registry does not carry every platform's binaries: npm then leaves
// those platforms out of the lock file, and `npm ci` refuses it everywhere. Adds what is missing, by name; a platform's
// package is only ever fetched on that platform.
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64'];
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;
let added = 0;
for (const parent of Object.values({ ...packages }))
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const words = name.split('/').pop().split('-');
    const os = systems.find((system) => words.includes(system));
    const cpu = processors.find((processor) => words.includes(processor));
    if (packages[path] || !os || !cpu || !/^\d/.test(version)) continue;
    const libc = words.includes('musl')
      ? { libc: ['musl'] }
      : words.includes('gnu') && os === 'linux'
        ? { libc: ['glibc'] }
        : {};
    packages[path] = { version, cpu: [cpu], ...(parent.dev ? { dev: true } : {}), ...libc, optional: true, os: [os] };
    added++;
  }
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} packages added`);
