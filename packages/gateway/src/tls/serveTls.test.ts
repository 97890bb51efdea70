import { request } from 'node:https';
import { WebSocket } from 'ws';
import { memoryStore } from '../access/sessions.ts';
import type { Gateway } from '../options.ts';
import { startGateway } from '../startGateway.ts';
import { testPage, testView } from '../testHouse.ts';
import { pemOf } from './certificate.ts';
import { deviceCertificates } from './deviceCertificates.ts';

let gateway: Gateway;
const codes: string[] = [];
const tls = deviceCertificates(memoryStore(), 'homebound.local', ['127.0.0.1']);
beforeAll(async () => {
  gateway = await startGateway({
    port: 0,
    page: testPage,
    source: testView(),
    commands: (_, answer) => answer(true, ''),
    access: { store: memoryStore(), present: (code) => codes.push(code), names: ['homebound.local'] },
    tls,
  });
});
afterAll(() => gateway.close());

interface Got {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}
/** A request of who has installed the robot's authority, and trusts no other. */
function ask(path: string, body?: object, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: gateway.port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        ca: pemOf(tls.authority),
        headers: { 'content-type': 'application/json', ...headers },
      },
      async (response) => {
        const parts: Buffer[] = [];
        for await (const part of response) parts.push(part);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      },
    );
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

test('over HTTPS: the authority is offered to be installed, pairing gives a cookie that is held to this host, the socket opens with it', async () => {
  expect(gateway.url).toBe(`https://127.0.0.1:${gateway.port}/`);
  const offered = await ask('/api/v1/certificate');
  expect(offered.headers['content-type']).toBe('application/x-x509-ca-cert');
  expect(offered.body.equals(tls.authority)).toBe(true);
  gateway.body.pair();
  const paired = await ask('/api/v1/pairing', { code: codes[0], name: 'Phone' });
  const [cookie] = paired.headers['set-cookie'] as string[];
  expect(cookie).toMatch(/^__Host-homebound=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
  const origin = `https://127.0.0.1:${gateway.port}`;
  const headers = { cookie: cookie.split(';')[0], origin };
  expect((await ask('/api/v1/state', undefined, headers)).status).toBe(200);
  const socket = new WebSocket(`wss://127.0.0.1:${gateway.port}/ws`, { headers, ca: pemOf(tls.authority) });
  const first = await new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve(JSON.parse(data.toString()).type));
    socket.on('error', reject);
  });
  expect(first).toBe('hello');
  socket.terminate();
});

test('a page of the same address without TLS is another origin', async () => {
  const origin = `http://127.0.0.1:${gateway.port}`;
  expect((await ask('/api/v1/pairing', { code: '00000000', name: 'x' }, { origin })).status).toBe(403);
});
