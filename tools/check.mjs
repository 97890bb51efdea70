// `npm run check`: types, lint, room rules and unit tests; stops at the first that fails.
import { spawnSync } from 'node:child_process';

for (const script of ['types', 'lint', 'rooms', 'unit']) {
  const started = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', script], { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${script} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) process.exit(1);
}
