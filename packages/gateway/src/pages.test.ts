import { connect } from 'node:net';
import type { CommandBody } from '@homebound/wire';
import { WebSocket } from 'ws';
import { memoryAudit } from './access/audit.ts';
import { commandPolicies } from './access/policy.ts';
import { memoryStore } from './access/sessions.ts';
import { type ApiParts, soundParts } from './api/api.ts';
import type { Gateway } from './options.ts';
import { startGatewayWith } from './startGateway.ts';
import { testPage, testView } from './testHouse.ts';

const open: Gateway[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
});

async function start(parts: Partial<ApiParts> = {}) {
  const codes: string[] = [];
  const commands: CommandBody[] = [];
  const signs: object[] = [];
  const audit = memoryAudit();
  const gateway = await startGatewayWith(
    {
      port: 0,
      page: testPage,
      source: testView(),
      commands: (command, answer) => {
        commands.push(command);
        answer(true, '');
      },
      access: { store: memoryStore(), present: (code) => codes.push(code) },
      audit,
      presenceSign: (sign) => signs.push(sign),
    },
    { ...soundParts, ...parts },
  );
  open.push(gateway);
  const post = (method: string, path: string, body: object, token = '') =>
    fetch(`${gateway.url}api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const pairAs = async (role: 'viewer' | 'operator' | 'admin') => {
    gateway.body.pair(role);
    const answer = await post('POST', 'pairing', { code: codes.at(-1), name: role, wantsToken: true });
    return (await answer.json()) as { session: { id: string; role: string }; token: string };
  };
  return { gateway, codes, commands, signs, audit, post, pairAs };
}

/** Status with which an upgrade is refused, or 101 and the socket. */
function upgrade(gateway: Gateway, headers: Record<string, string>): Promise<{ status: number; socket: WebSocket }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws`, { headers });
    sockets.push(socket);
    socket.on('open', () => resolve({ status: 101, socket }));
    socket.on('unexpected-response', (_, response) => resolve({ status: response.statusCode ?? 0, socket }));
    socket.on('error', () => {});
  });
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The answer to one command over a socket. */
function say(socket: WebSocket, command: object): Promise<{ accepted: boolean; reason: string }> {
  return new Promise((resolve) => {
    const id = Math.floor(Math.random() * 1e9);
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const text = JSON.parse(data.toString());
      if (text.type === 'ack' && text.id === id) resolve(text);
    });
    socket.send(JSON.stringify({ id, ...command }));
  });
}

/** Upgrades with each credential and origin that are answered otherwise than they must be. */
async function breachesOf(parts: Partial<ApiParts>): Promise<string[]> {
  const { gateway, pairAs } = await start(parts);
  const { token } = await pairAs('admin');
  const own = `http://127.0.0.1:${gateway.port}`;
  const cookie = `homebound=${token}`;
  const matrix: readonly (readonly [Record<string, string>, number])[] = [
    [{ cookie, origin: own }, 101],
    [bearer(token), 101],
    [{ origin: own }, 401],
    [{ cookie: `homebound=${'A'.repeat(43)}`, origin: own }, 401],
    [{ cookie }, 403],
    [{ cookie, origin: 'http://evil.example' }, 403],
    [{ cookie, origin: 'null' }, 403],
    [{ ...bearer(token), origin: 'http://evil.example' }, 403],
    [{ cookie, origin: own, host: 'evil.example' }, 421],
    [{ cookie, origin: own, 'sec-fetch-site': 'cross-site' }, 403],
  ];
  const breaches: string[] = [];
  for (const [headers, wanted] of matrix) {
    const { status } = await upgrade(gateway, headers);
    if (status !== wanted) breaches.push(`${status}, not ${wanted}`);
  }
  return breaches;
}

test('T-WSORIGIN: a socket opens for a paired page of the robot or a program with a token, and for nobody else', async () => {
  expect(await breachesOf({})).toEqual([]);
});

test('T-WSORIGIN, planted fault: a gateway that asks for no origin, no name or no session', async () => {
  expect(await breachesOf({ checkOrigin: () => undefined })).toContain('101, not 403');
  expect(await breachesOf({ checkHost: () => undefined })).toContain('101, not 421');
  const policies = {
    ...soundParts.policies,
    'GET /ws': { ...soundParts.policies['GET /ws'], least: 'anyone' as const },
  };
  // Past the table it still stands before a socket without an owner.
  expect(await breachesOf({ policies })).toEqual([]);
});

test('T-RATE: 140 refused upgrades whose senders say more and never hang up leave room for others', async () => {
  const { gateway } = await start();
  const { port } = gateway;
  const refused = Array.from({ length: 140 }, () => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.write(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nand more`,
    );
    return new Promise<string>((resolve) => {
      let heard = '';
      socket.on('data', (data) => {
        heard += data;
      });
      socket.on('end', () => resolve(heard.slice(0, 12)));
      socket.on('close', () => resolve(heard.slice(0, 12)));
    });
  });
  const answers = new Set(await Promise.all(refused));
  // Without an origin; the last ones found no room at all.
  expect([...answers].filter((answer) => answer !== '')).toEqual(['HTTP/1.1 403']);
  let status = 0;
  for (let i = 0; i < 100 && status === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    status = await fetch(gateway.url).then(
      (answer) => answer.status,
      () => 0,
    );
  }
  expect(status).toBe(401);
});

test('T-AUDIT: who is refused the socket again and again is written down, too', async () => {
  const { gateway, audit } = await start();
  for (let i = 0; i < 10; i++) await upgrade(gateway, { origin: 'http://evil.example' });
  expect(audit.read().map(({ kind, what, outcome }) => `${kind} ${what} ${outcome}`)).toEqual([
    'refused requests-10 refused',
  ]);
});

const bodies: Record<string, object> = {
  goto: { x: 1, y: 2 },
  speed: { factor: 2 },
  drive: { v_mps: 0.1, w_radps: 0 },
};

test('T-AUTHZ: a viewer is refused every command over the socket, with the reason; an operator is not', async () => {
  const { gateway, commands, pairAs } = await start();
  await pairAs('admin');
  const viewer = await upgrade(gateway, bearer((await pairAs('viewer')).token));
  const operator = await upgrade(gateway, bearer((await pairAs('operator')).token));
  const byRequest = [
    'clean',
    'editRooms',
    'allowDriving',
    'cameraOn',
    'cameraOff',
    'dismissObstacle',
    'recallDismissal',
  ];
  const names = Object.keys(commandPolicies).filter((name) => !byRequest.includes(name));
  for (const command of names) {
    const answer = await say(viewer.socket, { command, ...bodies[command] });
    expect([command, answer]).toEqual([
      command,
      expect.objectContaining({
        accepted: false,
        reason: expect.stringMatching(/^Only who is \w+ may do this; this device is paired as viewer, /),
      }),
    ]);
  }
  expect(commands).toEqual([]);
  for (const command of names)
    expect([command, (await say(operator.socket, { command, ...bodies[command] })).accepted]).toEqual([
      command,
      command !== 'reset',
    ]);
});

test('T-AUTHZ: a session that is revoked is shut out within a second, and what it drove stands still', async () => {
  const { gateway, commands, signs, post, pairAs } = await start();
  const admin = await pairAs('admin');
  const driver = await pairAs('operator');
  const { socket } = await upgrade(gateway, bearer(driver.token));
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  const driving = setInterval(() => socket.send('{"id":1,"command":"drive","v_mps":0.2,"w_radps":0}'), 50);
  await say(socket, { command: 'drive', v_mps: 0.2, w_radps: 0 });
  expect(signs).toContainEqual({ driving: driver.session.id, viewers: [driver.session.id] });
  await post('DELETE', `sessions/${driver.session.id}`, {}, admin.token);
  expect(await closed).toBe(1008);
  clearInterval(driving);
  expect(commands.at(-1)).toEqual({ command: 'drive', v_mps: 0, w_radps: 0 });
  expect(signs.at(-1)).toEqual({ driving: undefined, viewers: [] });
});

test('T-ABUSE: who looks and who drives shows on the robot; its button ends it without login; all of it is written down', async () => {
  const { gateway, commands, signs, audit, post, pairAs } = await start();
  const admin = await pairAs('admin');
  const { socket } = await upgrade(gateway, bearer(admin.token));
  expect(signs).toEqual([{ driving: undefined, viewers: [admin.session.id] }]);
  const drive = { command: 'drive', v_mps: 0.2, w_radps: 0 };
  expect((await say(socket, drive)).accepted).toBe(true);
  expect(signs.at(-1)).toEqual({ driving: admin.session.id, viewers: [admin.session.id] });
  gateway.body.overrideOff();
  expect(commands.at(-1)).toEqual({ command: 'drive', v_mps: 0, w_radps: 0 });
  expect(signs.at(-1)).toEqual({ driving: undefined, viewers: [admin.session.id] });
  expect(await say(socket, drive)).toMatchObject({
    accepted: false,
    reason: expect.stringContaining('switched off at the robot'),
  });
  await post('PUT', 'manual', { isOn: true }, admin.token);
  expect(commands.at(-1)).toEqual({ command: 'allowDriving', isOn: true });
  expect((await say(socket, drive)).accepted).toBe(true);
  const kinds = audit.read().map(({ kind, by }) => `${kind} ${by === `session-${admin.session.id}` ? 'admin' : by}`);
  expect(kinds).toEqual(expect.arrayContaining(['pairing body', 'pairing admin', 'login admin', 'manualDrive admin']));
});

test('T-SAFE: a socket that breaks in the middle of a drive stops the robot', async () => {
  const { gateway, commands, pairAs } = await start();
  const { socket } = await upgrade(gateway, bearer((await pairAs('admin')).token));
  await say(socket, { command: 'drive', v_mps: 0.2, w_radps: 0 });
  socket.terminate();
  for (let i = 0; i < 200 && commands.length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(commands.at(-1)).toEqual({ command: 'drive', v_mps: 0, w_radps: 0 });
});

test('T-LISTEN: an address of the network needs pairing and HTTPS', async () => {
  const options = { port: 0, page: testPage, source: testView(), commands: () => {}, address: '192.168.7.9' };
  const access = { store: memoryStore(), present: () => {} };
  for (const given of [options, { ...options, access }, { ...options, address: '0.0.0.0', access }])
    await expect(startGatewayWith(given, soundParts)).rejects.toMatchObject({ code: 'needsAccess' });
});

test('more than a body may hold is 413, and what is said twice is still one command', async () => {
  const { post, commands, pairAs } = await start();
  const { token } = await pairAs('admin');
  const answer = await post('POST', 'rooms', { edit: 'rename', room: 1, name: 'x'.repeat(20_000) }, token);
  expect(answer.status).toBe(413);
  expect((await post('POST', 'rooms', { edit: 'undo' }, token)).status).toBe(200);
  expect(commands).toEqual([{ command: 'editRooms', change: { edit: 'undo' } }]);
});
