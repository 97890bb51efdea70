import type { ApiParts, Route } from '@homebound/gateway';
import { homeDeeds } from '@homebound/wire';
import { z } from 'zod';
import { ApiFuzz, type FuzzOptions } from '../bench/apiFuzz.ts';

/** A short fuzz of the API; `npm run bench:api` is the long one, with sockets. */
async function fuzz(options: Partial<FuzzOptions>, requests = 20_000) {
  const result = await new ApiFuzz({ requests, seed: 1, ...options }).run();
  return { ...result, kinds: Object.entries(result.found).flatMap(([kind, count]) => (count > 0 ? [kind] : [])) };
}

/** The gateway with one of its routes replaced. */
function planted(key: string, fault: (sound: Route) => Partial<Route>): Partial<ApiParts> {
  return { routes: (sound) => sound.map((route) => (route.key === key ? { ...route, ...fault(route) } : route)) };
}

test('T-INPUT, T-AUTHZ: 20,000 requests, by the description and raw, do no harm and reach the robot only as schemas let them (seed 1)', async () => {
  const { firstFaults, kinds, carriedOut, operations, statuses, reached } = await fuzz({});
  expect(firstFaults).toEqual([]);
  expect(kinds).toEqual([]);
  // It was no fuzz of closed doors.
  expect(operations).toBe(46);
  expect(carriedOut).toBeGreaterThan(500);
  const reads = ['listMaps', 'listRuns', 'readRun', 'readSchedules', 'readSettings'];
  expect(reached).toEqual(expect.arrayContaining([...reads, ...Object.keys(homeDeeds), 'clean', 'editRooms', 'goto']));
  for (const status of [200, 400, 401, 403, 404, 405, 413, 415, 421])
    expect([status, statuses[status] ?? 0]).not.toEqual([status, 0]);
});

test('T-INPUT, planted fault: a route without a schema hands on numbers that are none, and lists without end', async () => {
  const parts = planted('POST /api/v1/jobs', () => ({ body: z.any() }));
  const { kinds, firstFaults } = await fuzz({ parts }, 10_000);
  expect(kinds).toContain('unchecked');
  expect(firstFaults.join()).toMatch(/the number -?Infinity|a list of \d{4}|the key/);
});

test('T-INPUT, planted fault: a route that throws on what it did not expect', async () => {
  const parts = planted('PUT /api/v1/schedules', ({ handle }) => ({
    body: z.any(),
    handle: (call) => {
      (call.body as { schedules: { days: unknown[] }[] }).schedules.map(({ days }) => days.length);
      return handle(call);
    },
  }));
  const { kinds } = await fuzz({ parts }, 10_000);
  expect(kinds).toContain('crashes');
});

test('T-AUTHZ, planted fault: a stranger whose token is taken for an admin’s', async () => {
  const { kinds } = await fuzz({ strangerIs: 'admin' }, 5000);
  expect(kinds).toEqual(['forbidden', 'leaks']);
});
