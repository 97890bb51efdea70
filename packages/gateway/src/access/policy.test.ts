import { readFileSync } from 'node:fs';
import { commandNames } from '@homebound/wire';
import { testHouse } from '../testHouse.ts';
import { checkPolicies, commandPolicies, type Policy, routePolicies } from './policy.ts';
import { type Role, roles } from './role.ts';

/** What anyone may ask, and what a viewer may write: said here once more, so that a slip in the table shows. */
const open = [
  'GET /pairing-page',
  'GET /.well-known/security.txt',
  'GET /api/v1/certificate',
  'GET /api/v1/pairing',
  'POST /api/v1/pairing',
  'POST /api/v1/camera/off',
];
const ownWrites = ['DELETE /api/v1/session'];
const adminsOnly =
  /sessions|audit|clock|manual|camera|pictures|PUT \/api\/v1\/pairing|(POST|DELETE) \/api\/v1\/(maps|runs)|PUT \/api\/v1\/settings|backup|restore|update|reset/;
const uploads = ['POST /api/v1/maps', 'POST /api/v1/restore', 'POST /api/v1/update'];

function leastOf(key: string): Role {
  if (adminsOnly.test(key)) return 'admin';
  return key.startsWith('GET') || ownWrites.includes(key) ? 'viewer' : 'operator';
}

/** Every route asked by nobody, with a wrong token and by each role: what may be had that should not, and the other way round. */
async function breachesOf(policies: Readonly<Record<string, Policy>>): Promise<string[]> {
  const breaches: string[] = [];
  const house = testHouse({ parts: { policies } });
  const tokens: (readonly [Role, string])[] = [];
  for (const role of roles) tokens.push([role, await house.pairAs(role)]);
  // Last of all, as it unpairs everybody.
  const reset = 'POST /api/v1/reset';
  const others = house.routes.map(({ key }) => key).filter((key) => !open.includes(key) && key !== reset);
  const keys = [...others, 'GET /page', reset];
  for (const key of keys) {
    const [method, pattern] = (key === 'GET /page' ? 'GET /app.js' : key).split(' ');
    const path = pattern.replace('{id}', '0123456789abcdef');
    const beside = uploads.includes(key) ? {} : undefined;
    for (const token of [undefined, 'A'.repeat(43)]) {
      house.time.mono_s += 100;
      const { status } = await house.ask(method, path, { token, beside });
      if (status !== 401) breaches.push(`${key} without a session: ${status}`);
    }
    for (const [role, token] of tokens) {
      if (key === 'DELETE /api/v1/session') continue; // would end the session; tested on its own
      house.time.mono_s += 100;
      const { status } = await house.ask(method, path, { token, beside });
      const mayPass = roles.indexOf(role) >= roles.indexOf(leastOf(key));
      if (mayPass === (status === 403)) breaches.push(`${key} as ${role}: ${status}`);
    }
  }
  expect(keys.length).toBe(Object.keys(routePolicies).length - open.length - 1);
  return breaches;
}

test('T-AUTHZ: every route is closed without a session, and to each role that is too low', async () => {
  expect(await breachesOf(routePolicies)).toEqual([]);
});

test('T-AUTHZ, planted fault: a route that was left open, and one whose role is too low', async () => {
  const with_ = (key: string, least: Policy['least']) => ({
    ...routePolicies,
    [key]: { ...routePolicies[key], least },
  });
  expect(await breachesOf(with_('GET /api/v1/map.png', 'anyone'))).toContain(
    'GET /api/v1/map.png without a session: 200',
  );
  expect(await breachesOf(with_('POST /api/v1/jobs', 'viewer'))).toContain('POST /api/v1/jobs as viewer: 400');
  expect((await breachesOf(with_('GET /api/v1/audit', 'operator'))).length).toBe(1);
  expect(await breachesOf(with_('POST /api/v1/update', 'operator'))).toEqual(['POST /api/v1/update as operator: 200']);
  expect(await breachesOf(with_('POST /api/v1/maps/{id}/export', 'anyone'))).toContain(
    'POST /api/v1/maps/{id}/export without a session: 400',
  );
});

test('T-AUTHZ: what anyone may ask tells nothing of the home', async () => {
  const house = testHouse();
  for (const path of [
    '/pair.html',
    '/pair.js',
    '/.well-known/security.txt',
    '/api/v1/certificate',
    '/api/v1/pairing',
  ]) {
    const { status, body } = await house.ask('GET', path);
    expect([path, status]).toEqual([path, 200]);
    expect(String(body)).not.toMatch(/Kitchen|studio|home</);
  }
});

test('T-AUTHZ: a new route or command without a policy does not start, nor a policy without its route', () => {
  const routes = Object.keys(routePolicies);
  expect(() => checkPolicies(routes, commandNames)).not.toThrow();
  expect(() => checkPolicies([...routes, 'GET /api/v1/microphone'], commandNames)).toThrow(
    /No policy for GET \/api\/v1\/microphone/,
  );
  expect(() => checkPolicies(routes, [...commandNames, 'selfDestruct'])).toThrow(/No policy for command selfDestruct/);
  expect(() => checkPolicies(routes.slice(1), commandNames)).toThrow(/no such route/);
  expect(Object.keys(commandPolicies).sort()).toEqual([...commandNames].sort());
});

test('the README counts the table as it is', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const count = (table: object): number => Object.keys(table).length;
  expect(readme).toContain(`the ${count(routePolicies)} routes and ${count(commandPolicies)} commands`);
  const kept = testHouse({ isHomeless: true }).routes.filter(({ missing }) => missing !== undefined);
  expect(readme).toContain(`its ${kept.length} routes answer 404`);
});

test('presence tells a page maySteer and mayOpenCamera: all its other commands take the same role', () => {
  const alone = ['reset', 'allowDriving', 'cameraOn', 'cameraOff'];
  const ofPage = commandNames.filter((name) => !alone.includes(name));
  expect([...new Set(ofPage.map((name) => commandPolicies[name]))]).toEqual([commandPolicies.drive]);
});
