import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetOf, type Gateway, memoryAudit, startGateway } from '@homebound/gateway';
import { LiveView } from '@homebound/wire';
import { homeMapId, testHome } from '../../packages/gateway/src/testHome.ts';
import { demoHello } from '../helpers/demoHome.ts';

/** What a browser must be told with every answer, whatever it is an answer to, and what it must never be told. */
const wanted: readonly (readonly [string, RegExp])[] = [
  ['content-security-policy', /^default-src 'none'; script-src 'self'; (?!.*unsafe).*frame-ancestors 'none'/],
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^DENY$/],
  ['referrer-policy', /^no-referrer$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['permissions-policy', /camera=\(\).*microphone=\(\)/],
];
const asked: readonly (readonly [string, string])[] = [
  ['GET', '/'],
  ['GET', '/api/v1/state'],
  ['GET', '/api/v1/openapi.json'],
  ['GET', '/api/v1/map.png'],
  ['GET', '/nothing'],
  ['PUT', '/'],
  ['POST', '/api/v1/jobs'],
  ['GET', '/api/v1/maps'],
  ['POST', `/api/v1/maps/${homeMapId}/export`],
  ['DELETE', `/api/v1/maps/${homeMapId}`],
  ['POST', '/api/v1/update'],
];

/** Answers that lack a header, or allow another site's page to read them. */
async function careless(url: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [method, path] of asked) {
    const sent = method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: '{"format":"svg"}' };
    const { headers } = await fetch(`${url}${path}`, { method, ...sent });
    for (const [name, pattern] of wanted)
      if (!pattern.test(headers.get(name) ?? '')) faults.push(`${method} ${path}: ${name}`);
    if (headers.has('access-control-allow-origin')) faults.push(`${method} ${path}: lets other sites read`);
  }
  return faults;
}

let gateway: Gateway;
let planted: Server;
beforeAll(async () => {
  gateway = await startGateway({
    port: 0,
    page: new Map([['/', assetOf('index.html', Buffer.from('<p>home'))]]),
    source: new LiveView(demoHello),
    commands: (_, answer) => answer(true, ''),
    home: testHome(memoryAudit(), () => 0),
  });
  planted = createServer((request, response) => {
    const policy =
      request.url === '/nothing' ? {} : { 'content-security-policy': "default-src 'self' 'unsafe-inline'" };
    response.writeHead(200, { ...policy, 'x-frame-options': 'DENY', 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => planted.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await gateway.close();
  planted.close();
});

test('T-HEADERS: every answer, refusals too, tells the browser what it may do with it', async () => {
  expect(await careless(gateway.url.replace(/\/$/, ''))).toEqual([]);
});

test('T-HEADERS, planted fault: a server that lets anybody read, and runs what stands in the page', async () => {
  const faults = await careless(`http://127.0.0.1:${(planted.address() as AddressInfo).port}`);
  expect(faults).toContain('GET /: content-security-policy');
  expect(faults).toContain('GET /nothing: content-security-policy');
  expect(faults).toContain('GET /: lets other sites read');
  expect(faults).not.toContain('GET /: x-frame-options');
});
