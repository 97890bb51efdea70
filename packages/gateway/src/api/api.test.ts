import { dismissal, sock, testHouse } from '../testHouse.ts';

const bodyOf = ({ body }: { body: string | Buffer }) => JSON.parse(String(body));

test('state, map, picture and rooms are what a page would be told', async () => {
  const house = testHouse();
  const token = await house.pairAs('viewer');
  const get = (path: string) => house.ask('GET', path, { token });
  expect(bodyOf(await get('/api/v1/state'))).toMatchObject({ state: 'idle', stamp_s: 1, wall_s: house.time.wall_s });
  expect(bodyOf(await get('/api/v1/rooms')).rooms).toEqual([{ id: 1, name: 'Kitchen', outline: [0, 0, 1, 0, 1, 1] }]);
  expect(bodyOf(await get('/api/v1/map.json'))).toEqual({
    width: 4,
    height: 3,
    resolution_m: 0.05,
    originX_m: -1,
    originY_m: 2,
    // -1 0 0 100 | -1 0 0 100 | -1 -1 -1 -1
    runs: [-1, 1, 0, 2, 100, 1, -1, 1, 0, 2, 100, 1, -1, 4],
    robot: { x: 0.5, y: 0.25, theta: 0 },
  });
  const picture = await get('/api/v1/map.png');
  expect(picture.headers['content-type']).toBe('image/png');
  expect((picture.body as Buffer).subarray(1, 4).toString()).toBe('PNG');
});

test('jobs and changes of rooms reach the robot as they were asked', async () => {
  const house = testHouse();
  const token = await house.pairAs('operator');
  const bodies = [
    { command: 'clean', rooms: [2, 1], settings: { passes: '2' } },
    { command: 'clean', zones: [{ polygon: [0, 0, 1, 0, 1, 1] }] },
    { command: 'goto', x: 1, y: -2 },
    ...['start', 'pause', 'resume', 'stop', 'dock'].map((command) => ({ command })),
  ];
  for (const body of bodies) {
    house.time.mono_s += 1;
    expect(bodyOf(await house.ask('POST', '/api/v1/jobs', { token, body }))).toEqual({ reason: 'Off we go' });
  }
  const change = { edit: 'rename', room: 1, name: 'Attic' };
  await house.ask('POST', '/api/v1/rooms', { token, body: change });
  expect(house.commands).toEqual([...bodies, { command: 'editRooms', change }]);
});

test('what lies on the floor is told, and that one is no obstacle reaches the robot', async () => {
  const house = testHouse();
  const [viewer, operator] = [await house.pairAs('viewer'), await house.pairAs('operator')];
  expect(bodyOf(await house.ask('GET', '/api/v1/obstacles', { token: viewer }))).toEqual({
    obstacles: [sock],
    dismissals: [dismissal],
  });
  const body = { id: 4, isDismissed: true };
  expect((await house.ask('POST', '/api/v1/obstacles', { token: viewer, body })).status).toBe(403);
  expect(
    (await house.ask('POST', '/api/v1/obstacles', { token: operator, body: { id: -1, isDismissed: true } })).status,
  ).toBe(400);
  expect((await house.ask('POST', '/api/v1/obstacles', { token: operator, body })).status).toBe(200);
  expect(house.commands).toEqual([{ command: 'dismissObstacle', obstacle: 4, isDismissed: true }]);
});

test('what was dismissed is taken back by its number', async () => {
  const house = testHouse();
  const [viewer, operator] = [await house.pairAs('viewer'), await house.pairAs('operator')];
  const recall = (id: string, token: string) => house.ask('DELETE', `/api/v1/dismissals/${id}`, { token, body: {} });
  expect((await recall('2', viewer)).status).toBe(403);
  for (const id of ['x', '0x', '4294967296']) expect((await recall(id, operator)).status).toBe(404);
  expect((await recall('2', operator)).status).toBe(200);
  expect(house.commands).toEqual([{ command: 'recallDismissal', dismissal: 2 }]);
});

test("the robot's refusal comes back as 409 with its reason", async () => {
  const house = testHouse({ ask: async () => ({ accepted: false, reason: 'The robot is stuck' }) });
  const answer = await house.ask('POST', '/api/v1/jobs', {
    token: await house.pairAs('operator'),
    body: { command: 'dock' },
  });
  expect([answer.status, bodyOf(answer)]).toEqual([409, { reason: 'The robot is stuck' }]);
});

test.each<[unknown, string]>([
  [{ command: 'fly' }, 'command'],
  [{ command: 'goto', x: 1 }, 'y'],
  [{ command: 'goto', x: 1, y: 1e9 }, 'y'],
  [{ command: 'goto', x: 1, y: null }, 'y'],
  [{ command: 'stop', now: true }, 'now'],
  [{ command: 'clean', rooms: [] }, 'rooms'],
  [{ command: 'clean', rooms: [1.5] }, 'rooms.0'],
  [{ command: 'clean', zones: [{ polygon: [0, 0, 1, 0, 1] }] }, 'zones.0.polygon'],
  [{ command: 'clean', zones: [{ polygon: new Array(402).fill(0) }] }, 'zones.0.polygon'],
  [{ command: 'clean', settings: { levels: { fan: 2, mainBrush: 0, sideBrush: 0 } } }, 'settings.levels.fan'],
  [[], 'body'],
  [JSON.parse('{"command":"stop","__proto__":{"role":"admin"}}'), '__proto__'],
])('T-INPUT: %j is refused, and the answer names %s', async (body, names) => {
  const house = testHouse();
  const answer = await house.ask('POST', '/api/v1/jobs', { token: await house.pairAs('operator'), body });
  expect([answer.status, bodyOf(answer).reason]).toEqual([400, expect.stringContaining(names)]);
  expect(house.commands).toEqual([]);
});

test('T-INPUT: a body that is nested 30,000 deep, cut, or no UTF-8 is refused like any other', async () => {
  const house = testHouse();
  const token = await house.pairAs('operator');
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  for (const raw of [deep, `{"command":"goto","y":0,"x":${deep}}`, '{"command":', '', Buffer.of(0x22, 0xff, 0x22)]) {
    house.time.mono_s += 1;
    expect((await house.ask('POST', '/api/v1/jobs', { token, raw: Buffer.from(raw) })).status).toBe(400);
  }
});

test('the description names every route, its least role, and the schemas that validate', async () => {
  const house = testHouse();
  const description = bodyOf(await house.ask('GET', '/api/v1/openapi.json', { token: await house.pairAs('viewer') }));
  expect(description.openapi).toBe('3.1.0');
  const described = Object.entries<Record<string, unknown>>(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const keys = house.routes.map(({ key }) => key).filter((key) => key !== 'GET /.well-known/security.txt');
  expect(described.sort()).toEqual(keys.sort());
  const pairing = description.paths['/api/v1/pairing'].post;
  expect(pairing).toMatchObject({ 'x-least-role': 'anyone', security: [] });
  expect(pairing.requestBody.content['application/json'].schema).toMatchObject({
    required: ['code', 'name'],
    additionalProperties: false,
    properties: { code: { pattern: '^\\d{8}$' } },
  });
  expect(description.paths['/api/v1/jobs'].post['x-least-role']).toBe('operator');
});

test('every JSON answer is what its schema says', async () => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  for (const route of house.routes.filter(({ key, answer }) => key.startsWith('GET ') && answer !== undefined)) {
    house.time.mono_s += 10;
    const answer = await house.ask('GET', route.key.split(' ')[1], { token });
    expect([route.key, route.answer?.safeParse(bodyOf(answer)).error]).toEqual([route.key, undefined]);
  }
});

test('a page gets a cookie that scripts cannot read and other sites do not send; under the open door there is no pairing', async () => {
  const house = testHouse();
  house.access.pressButton();
  const answer = await house.ask('POST', '/api/v1/pairing', { body: { code: house.codes[0], name: 'Phone' } });
  expect(answer.headers['set-cookie']).toMatch(
    /^homebound=[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Strict$/,
  );
  expect(bodyOf(answer).token).toBeUndefined();
  const open = testHouse({ isOpen: true });
  expect((await open.ask('GET', '/api/v1/audit')).status).toBe(200);
  expect((await open.ask('POST', '/api/v1/pairing', { body: { code: '00000000', name: 'x' } })).status).toBe(409);
});

test('who is not paired and opens the page is shown how to pair', async () => {
  const answer = await testHouse().ask('GET', '/');
  expect([answer.status, String(answer.body)]).toEqual([401, '<p>pair']);
});

test('the clock is set once for all who are paired, and nobody is logged out by it', async () => {
  const house = testHouse();
  house.time.wall_s = 30;
  const token = await house.pairAs('admin');
  const answer = await house.ask('PUT', '/api/v1/clock', { token, body: { wall_s: 1_800_000_000 } });
  expect([answer.status, house.time.wall_s]).toEqual([200, 1_800_000_000]);
  expect((await house.ask('GET', '/api/v1/session', { token })).status).toBe(200);
});
