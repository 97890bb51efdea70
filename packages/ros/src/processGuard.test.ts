import { guardProcess } from './processGuard.ts';

/** Emits on the process what the test needs, with the listeners of Jest put aside. */
function withOnlyOurs<T>(event: string, work: () => T): T {
  const others = process.listeners(event as 'SIGINT').filter((listener) => !ours.has(listener));
  for (const listener of others) process.off(event, listener);
  try {
    return work();
  } finally {
    for (const listener of others) process.on(event, listener);
  }
}
const ours = new Set<unknown>();
let unguard = (): void => {};
const trace: string[] = [];

beforeEach(() => {
  const events = ['SIGINT', 'SIGTERM', 'unhandledRejection', 'uncaughtException'] as const;
  const before = new Set(events.flatMap((event) => process.listeners(event as 'SIGINT') as unknown[]));
  trace.length = 0;
  unguard = guardProcess({
    shutdown: () => void trace.push('shutdown'),
    report: (where, error) => void trace.push(`${where}: ${error}`),
    exit: () => {},
  });
  for (const event of events)
    for (const listener of process.listeners(event as 'SIGINT')) if (!before.has(listener)) ours.add(listener);
});
afterEach(() => {
  unguard();
  process.exitCode = undefined;
  ours.clear();
});

test('a signal stops the nodes and exits with 0', () => {
  withOnlyOurs('SIGTERM', () => process.emit('SIGTERM'));
  expect([trace, process.exitCode]).toEqual([['shutdown'], 0]);
});

test('a forgotten rejection is a fault and ends nothing', () => {
  withOnlyOurs('unhandledRejection', () =>
    process.emit('unhandledRejection', new Error('forgotten'), Promise.resolve()),
  );
  expect([trace, process.exitCode]).toEqual([['a promise that nobody waited for: Error: forgotten'], undefined]);
});

test('an exception outside of all callbacks is reported, stops the nodes and exits with 1', () => {
  withOnlyOurs('uncaughtException', () => process.emit('uncaughtException', new Error('lost')));
  expect([trace, process.exitCode]).toEqual([['outside of all callbacks: Error: lost', 'shutdown'], 1]);
});

test('a guard that was taken away hears nothing', () => {
  unguard();
  withOnlyOurs('unhandledRejection', () => process.emit('unhandledRejection', new Error('later'), Promise.resolve()));
  expect(trace).toEqual([]);
});
