import type { RateClass } from './access/policy.ts';
import { RateLimit } from './access/rateLimit.ts';
import { type ApiParts, soundParts } from './api/api.ts';
import { securityHeaders } from './guard.ts';
import { type TestHouse, testHouse } from './testHouse.ts';

const own = 'http://192.168.7.9:8080';
const nothing = () => undefined;

/** Requests with a session's cookie, as a browser sends them, and the answer each must get; those that differ. */
async function breachesOf(parts: Partial<ApiParts>): Promise<string[]> {
  const house = testHouse({ parts });
  const cookie = `homebound=${await house.pairAs('operator')}`;
  const breaches: string[] = [];
  const attempt = async (wanted: number, method: string, path: string, headers: Record<string, string>) => {
    house.time.mono_s += 10;
    const { status } = await house.ask(method, path, { headers: { cookie, ...headers }, body: { command: 'dock' } });
    if (status !== wanted) breaches.push(`${method} ${path} ${JSON.stringify(headers)}: ${status}, not ${wanted}`);
  };
  // T-HOST
  for (const host of ['192.168.7.9:8080', 'homebound.local:8080', 'HomeBound.local:8080'])
    await attempt(200, 'GET', '/api/v1/state', { host });
  for (const host of [
    'evil.example',
    'evil.example:8080',
    '192.168.7.9',
    '192.168.7.9:8080.evil.example',
    '127.0.0.1:8080',
  ])
    for (const path of ['/', '/api/v1/state', '/pair.html', '/api/v1/pairing', '/missing'])
      await attempt(421, 'GET', path, { host });
  // T-CSRF
  const jobs = '/api/v1/jobs';
  await attempt(200, 'POST', jobs, { origin: own });
  await attempt(403, 'POST', jobs, {});
  for (const origin of [
    'http://evil.example',
    'null',
    'https://192.168.7.9:8080',
    'http://192.168.7.9',
    'http://homebound.local',
  ])
    await attempt(403, 'POST', jobs, { origin });
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json, text/plain',
  ])
    await attempt(415, 'POST', jobs, { origin: own, 'content-type': type });
  for (const site of ['cross-site', 'same-site']) {
    await attempt(403, 'POST', jobs, { origin: own, 'sec-fetch-site': site });
    await attempt(403, 'GET', '/api/v1/state', { 'sec-fetch-site': site });
  }
  expect(house.commands.length).toBeGreaterThan(0);
  await uploadBreaches(house, breaches);
  return breaches;
}

const typesOfForms = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json',
  'application/octet-stream; charset=utf-8',
  'application/octet-stream, text/plain',
];

/** Files that an admin's browser sends, for its own page or for somebody else's. */
async function uploadBreaches(house: TestHouse, breaches: string[]): Promise<void> {
  const cookie = `homebound=${await house.pairAs('admin')}`;
  const attempt = async (wanted: number, headers: Record<string, string>) => {
    for (const path of ['/api/v1/maps', '/api/v1/restore', '/api/v1/update']) {
      house.time.mono_s += 100;
      const asked = house.home.asked.length;
      const beside = path.endsWith('maps')
        ? { name: 'x' }
        : path.endsWith('update')
          ? {}
          : { passphrase: '1234567890' };
      const { status } = await house.ask('POST', path, { headers: { cookie, ...headers }, beside });
      const isTaken = house.home.asked.length > asked;
      if (status !== wanted || isTaken !== (wanted === 200))
        breaches.push(`POST ${path} ${JSON.stringify(headers)}: ${status}, not ${wanted}`);
    }
  };
  await attempt(200, { origin: own });
  await attempt(200, { origin: own, 'sec-fetch-site': 'same-origin' });
  await attempt(403, {});
  for (const origin of ['http://evil.example', 'null', 'http://homebound.local']) await attempt(403, { origin });
  for (const site of ['cross-site', 'same-site']) await attempt(403, { origin: own, 'sec-fetch-site': site });
  await attempt(421, { origin: own, host: 'evil.example' });
  for (const type of typesOfForms) await attempt(415, { origin: own, 'content-type': type });
}

test('T-HOST, T-CSRF: foreign names, origins, sites and forms get nothing', async () => {
  expect(await breachesOf({})).toEqual([]);
});

test.each([
  ['T-HOST', 'checkHost', '421'],
  ['T-CSRF', 'checkOrigin', '403'],
  ['T-CSRF', 'checkSite', '403'],
  ['T-CSRF', 'checkJson', '415'],
  ['T-CSRF', 'checkBinary', '415'],
] as const)('%s, planted fault: a gateway without %s', async (_, part, status) => {
  expect((await breachesOf({ [part]: nothing })).join()).toContain(`not ${status}`);
});

/** How many of 2000 requests of one stranger at one instant are looked at, and how many of 100 with 20 each; then those of a paired device. */
async function passedOf(newLimit: ApiParts['newLimit']): Promise<readonly [number, number, number]> {
  const count = async (clients: number, each: number): Promise<number> => {
    const house = testHouse({ parts: { newLimit } });
    let passed = 0;
    for (let i = 0; i < clients * each; i++)
      if ((await house.ask('GET', '/api/v1/state', { client: `10.0.1.${i % clients}` })).status === 401) passed++;
    return passed;
  };
  const house = testHouse({ parts: { newLimit } });
  const token = await house.pairAs('viewer');
  let own = 0;
  // A device is one wherever it asks from.
  for (let i = 0; i < 2000; i++)
    if ((await house.ask('GET', '/api/v1/state', { token, client: `10.0.1.${i % 100}` })).status === 200) own++;
  return [await count(1, 2000), await count(100, 20), own];
}

test('T-RATE: of a flood 40 requests of one client pass, 120 of a hundred clients, 40 of a device', async () => {
  expect(await passedOf(soundParts.newLimit)).toEqual([40, 120, 40]);
});

test('T-RATE, planted fault: a gateway without limits', async () => {
  expect(await passedOf(() => ({ wait_s: () => 0 }))).toEqual([2000, 2000, 2000]);
});

/** What a paired admin is refused while strangers from 50 addresses of the home's network ask as fast as they like. */
async function shutOut(newLimit: ApiParts['newLimit']): Promise<string[]> {
  const house = testHouse({ parts: { newLimit } });
  const token = await house.pairAs('admin');
  const asked: [method: string, path: string, body?: unknown][] = [
    ['GET', '/api/v1/state'],
    ['GET', '/api/v1/map.json'],
    ['POST', '/api/v1/jobs', { command: 'stop' }],
    ['POST', '/api/v1/backup', { passphrase: 'four words are enough' }],
  ];
  for (const [method, path, body] of asked)
    for (let n = 0; n < 1000; n++) await house.ask(method, path, { body, client: `10.0.1.${n % 50}` });
  const found: string[] = [];
  for (const [method, path, body] of asked)
    if ((await house.ask(method, path, { body, token })).status !== 200) found.push(path);
  return found;
}

test('T-RATE: strangers in the network, however many, shut no paired device out', async () => {
  expect(await shutOut(soundParts.newLimit)).toEqual([]);
});

test('T-RATE, planted fault: one limit for all', async () => {
  const limit = new RateLimit();
  const oneCrowd = {
    wait_s: (client: string, rate: RateClass, now_s: number) => limit.wait_s(client, rate, now_s, 'paired'),
  };
  expect(await shutOut(() => oneCrowd)).toEqual([
    '/api/v1/state',
    '/api/v1/map.json',
    '/api/v1/jobs',
    '/api/v1/backup',
  ]);
});

test('T-RATE: a bucket fills with time, and 10,000 addresses do not fill the memory nor pass the limit for all', () => {
  const limit = new RateLimit();
  let passed = 0;
  for (let i = 0; i < 10_000; i++) if (limit.wait_s(`10.${i}`, 'login', 0, 'strangers') === 0) passed++;
  expect(passed).toBe(10);
  expect(limit.wait_s('a', 'login', 0, 'strangers')).toBeCloseTo(1); // 1 token for all a second
  expect(limit.wait_s('a', 'login', 1.01, 'strangers')).toBe(0);
});

test('T-RATE: a refused client is told when to come again, and a series of refusals is written down', async () => {
  const house = testHouse();
  for (let i = 0; i < 200; i++) await house.ask('GET', '/api/v1/state');
  const answer = await house.ask('GET', '/api/v1/state');
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  expect(
    house.audit
      .read()
      .filter(({ kind }) => kind === 'refused')
      .map(({ what }) => what),
  ).toEqual(['requests-10', 'requests-100']);
});

test('T-HEADERS: the headers of every answer', () => {
  expect(securityHeaders).toEqual({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), microphone=(), payment=(), serial=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
});
