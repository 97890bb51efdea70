import { foreignOptions } from './foreignOptions.ts';

test('what shows or writes memory is foreign, wherever it stands; what does not is not', () => {
  for (const option of [
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--inspect-port=0.0.0.0:9229',
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot-near-heap-limit=3',
    '--cpu-prof',
    '--report-on-signal',
    '--tls-keylog=keys',
    '--import=./spy.mjs',
    '--abort-on-uncaught-exception',
    '--max-old-space-size=1 --inspect',
  ]) {
    expect(foreignOptions([option], {})).toEqual([option]);
    expect(foreignOptions([], { NODE_OPTIONS: option }).length).toBe(1);
  }
  expect(
    foreignOptions(['--max-old-space-size=256', '--disable-sigusr1', '--inspect-port=0'], {
      NODE_OPTIONS: ' --no-warnings ',
    }),
  ).toEqual([]);
  expect(foreignOptions([], { NODE_DEBUG: 'http', NODE_V8_COVERAGE: '/tmp/c', NODE_PATH: '/x' })).toEqual([
    'NODE_DEBUG',
    'NODE_V8_COVERAGE',
  ]);
});
