import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { canIsolate, canTrace, onItsOwn, outbound, trace } from '../helpers/systemCalls.ts';

const watched = canIsolate() && canTrace() ? test : (test.skip as typeof test);

interface Days {
  readonly code: number | null;
  readonly due: number;
  readonly runs: number;
  readonly problems: readonly string[];
  /** Attempts to reach anything beyond the machine. */
  readonly attempts: readonly string[];
}

/** Three days of `bench:days`, where there is no network but the loopback device; each call for one is counted. */
function threeDays(...faults: string[]): Promise<Days> {
  const json = join(temporaryFolder(), 'days.json');
  const bench = [join(root, 'tools', 'bench.mjs'), 'days', '--days', '3', '--json', json, '--fault', faults.join(',')];
  const { child, calls } = trace(bench, { within: onItsOwn });
  child.stdout?.resume();
  child.stderr?.resume();
  return new Promise((done) =>
    child.on('close', (code) => {
      const { due, runs, problems } = JSON.parse(readFileSync(json, 'utf8')) as Days;
      done({ code, due, runs, problems, attempts: outbound(calls()) });
    }),
  );
}

watched(
  'T-OFFLINE: three days without a network, from 1970 on: each job when it is due, history and page whole, nobody asked',
  async () => {
    const { code, due, runs, problems, attempts } = await threeDays();
    expect([code, problems, attempts]).toEqual([0, [], []]);
    // One more than were due: that which a person began.
    expect([due, runs]).toEqual([5, 6]);
  },
);

watched(
  'T-OFFLINE, planted fault: schedules that wait for a clock that was set, and a question to a time server, are found',
  async () => {
    const { code, problems, attempts } = await threeDays('waitsForClock', 'asksTheTime');
    expect(code).toBe(1);
    expect(problems.filter((text) => text.includes(': 0 runs'))).toHaveLength(5);
    expect(attempts.filter((text) => text.includes('htons(123)')).length).toBeGreaterThan(0);
  },
);
