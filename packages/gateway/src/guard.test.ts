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

/** How many of 2000 requests of one client at one instant pass, and how many of 100 clients with 20 each. */
async function passedOf(newLimit: ApiParts['newLimit']): Promise<readonly [number, number]> {
  const count = async (clients: number, each: number): Promise<number> => {
    const house = testHouse({ parts: { newLimit } });
    const token = await house.pairAs('viewer');
    let passed = 0;
    for (let i = 0; i < clients * each; i++)
      if ((await house.ask('GET', '/api/v1/state', { token, client: `10.0.1.${i % clients}` })).status === 200)
        passed++;
    return passed;
  };
  return [await count(1, 2000), await count(100, 20)];
}

test('T-RATE: of a flood 40 requests of one client pass, and 120 of a hundred clients', async () => {
  expect(await passedOf(soundParts.newLimit)).toEqual([40, 120]);
});

test('T-RATE, planted fault: a gateway without limits', async () => {
  expect(await passedOf(() => ({ wait_s: () => 0 }))).toEqual([2000, 2000]);
});

test('T-RATE: a bucket fills with time, and 10,000 addresses do not fill the memory nor pass the limit for all', () => {
  const limit = new RateLimit();
  let passed = 0;
  for (let i = 0; i < 10_000; i++) if (limit.wait_s(`10.${i}`, 'login', 0) === 0) passed++;
  expect(passed).toBe(10);
  expect(limit.wait_s('a', 'login', 0)).toBeCloseTo(1); // 1 token for all a second
  expect(limit.wait_s('a', 'login', 1.01)).toBe(0);
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
