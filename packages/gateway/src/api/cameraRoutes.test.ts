import { routePolicies } from '../access/policy.ts';
import { testHouse } from '../testHouse.ts';
import type { ApiParts } from './api.ts';

/** Who switches the camera how, asked in every way that there is: what should not be so. */
async function breachesOf(parts: Partial<ApiParts> = {}): Promise<string[]> {
  const house = testHouse({ parts });
  const breaches: string[] = [];
  const tokens = [undefined, 'A'.repeat(43)];
  for (const role of ['viewer', 'operator', 'admin'] as const) tokens.push(await house.pairAs(role));
  const names = ['nobody', 'a wrong token', 'viewer', 'operator', 'admin'];
  for (const [k, token] of tokens.entries())
    for (const word of ['on', 'off'] as const) {
      house.time.mono_s += 100;
      const before = house.commands.length;
      const { status } = await house.ask('POST', `/api/v1/camera/${word}`, { token, body: {} });
      const sent = house.commands.slice(before).map(({ command }) => command);
      const may = word === 'off' || names[k] === 'admin';
      const wanted = may ? `200 ${word === 'on' ? 'cameraOn' : 'cameraOff'}` : `${k < 2 ? 401 : 403} `;
      if (`${status} ${sent}` !== wanted) breaches.push(`${word} by ${names[k]}: ${status} ${sent}`);
    }
  const foreign = { origin: 'https://evil.example' };
  const strange: readonly Record<string, string>[] = [
    foreign,
    { host: 'evil.example' },
    { 'content-type': 'text/plain' },
  ];
  for (const headers of strange) {
    house.time.mono_s += 100;
    const { status } = await house.ask('POST', '/api/v1/camera/off', { headers, body: {} });
    if (status < 400) breaches.push(`off from ${JSON.stringify(headers)}: ${status}`);
  }
  const { status } = await house.ask('POST', '/api/v1/camera/off', { body: { isOn: true } });
  if (status !== 400) breaches.push(`off with more in it: ${status}`);
  return breaches;
}

test('T-CAM: anybody in the home switches the camera off, without a login; on an admin alone', async () => {
  expect(await breachesOf()).toEqual([]);
});

test.each([
  ['POST /api/v1/camera/on', 'anyone', 'on by nobody: 200 cameraOn'],
  ['POST /api/v1/camera/on', 'operator', 'on by operator: 200 cameraOn'],
  ['POST /api/v1/camera/off', 'viewer', 'off by nobody: 401 '],
] as const)('T-CAM, planted fault: %s is for %s', async (key, least, breach) => {
  const policies = { ...routePolicies, [key]: { ...routePolicies[key], least } };
  expect(await breachesOf({ policies })).toContain(breach);
});

test('where there is no camera, its switch says so to whoever may press it, and switches nothing', async () => {
  const house = testHouse({ camera: 'none' });
  const token = await house.pairAs('admin');
  const off = await house.ask('POST', '/api/v1/camera/off', { body: {} });
  expect([off.status, String(off.body)]).toEqual([404, '{"reason":"This robot has no camera."}']);
  expect((await house.ask('POST', '/api/v1/camera/on', { token, body: {} })).status).toBe(404);
  expect((await house.ask('POST', '/api/v1/camera/on', { body: {} })).status).toBe(401);
  expect([house.commands, house.audit.read().filter(({ kind }) => kind === 'camera')]).toEqual([[], []]);
});

test.each(['none', 'off', 'on', 'open'] as const)('anybody may know that the camera is: %s', async (camera) => {
  const { status, body } = await testHouse({ camera }).ask('GET', '/api/v1/pairing');
  expect([status, JSON.parse(String(body)).camera]).toEqual([200, camera]);
});

test('T-CAM, T-AUDIT: who switched it is written down, and a refusal of the robot comes back', async () => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  await house.ask('POST', '/api/v1/camera/on', { token, body: {} });
  await house.ask('POST', '/api/v1/camera/off', { body: {} });
  const camera = house.audit.read().filter(({ kind }) => kind === 'camera');
  expect(camera.map(({ by, what }) => `${by.slice(0, 8)} ${what}`)).toEqual(['session- on', 'nobody off']);
  const refusing = testHouse({ ask: async () => ({ accepted: false, reason: 'It was switched off at the robot' }) });
  const answer = await refusing.ask('POST', '/api/v1/camera/on', { token: await refusing.pairAs('admin'), body: {} });
  expect([answer.status, String(answer.body)]).toEqual([409, '{"reason":"It was switched off at the robot"}']);
});
