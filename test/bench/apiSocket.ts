import { connect } from 'node:net';
import { type Gateway, type GatewayOptions, startGateway } from '@homebound/gateway';
import { WebSocket } from 'ws';
import type { Random } from './apiRandom.ts';

/** What was seen of a gateway behind a real socket. */
export interface SocketResult {
  readonly requests: number;
  readonly messages: number;
  /** Bytes after an upgrade that follow no protocol, or nearly one. */
  readonly frames: number;
  /** Answers of 500 and above, and how many requests got none at all because the gateway was gone. */
  readonly serverErrors: number;
  readonly unreachable: number;
}

const starts = [
  'GET / HTTP/1.1',
  'POST /api/v1/jobs HTTP/1.1',
  'PUT /api/v1/clock HTTP/1.1',
  'POST /api/v1/update HTTP/1.1',
  'DELETE /api/v1/maps/ground-floor HTTP/1.1',
  'GET /ws HTTP/1.1',
  'PRI * HTTP/2.0',
];
const lines = [
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999',
  'Transfer-Encoding: chunked',
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Expect: 100-continue',
  `Cookie: ${'x'.repeat(5000)}`,
  `X: ${'y'.repeat(20_000)}`,
  'Content-Type: application/json',
  'Content-Type: application/octet-stream',
  'homebound-request: %7B%22name%22%3A%22x%22%7D',
];

function rawText(port: number, random: Random): Buffer {
  const parts = [random.pick(starts), `Host: 127.0.0.1:${port}`];
  for (let n = random.between(0, 5); n > 0; n--) parts.push(random.pick(lines));
  const text = Buffer.from(`${parts.join('\r\n')}\r\n\r\n5\r\nhello\r\n0\r\n\r\n{"command":"start"}`);
  for (let n = random.between(0, 4) - 2; n > 0; n--)
    text[Math.floor(random.between(0, text.length))] = random.between(0, 256);
  return text.subarray(0, random.chance(0.3) ? random.between(1, text.length) : text.length);
}

/** The status of the answer to raw bytes: 0 when there was none before the end, -1 when nobody listens. */
function send(port: number, bytes: Buffer): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.end(bytes));
    socket.on('data', (data) => {
      status ||= Number(/^HTTP\/1.1 (\d{3})/.exec(data.toString('latin1'))?.[1] ?? 0);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? -1 : status));
    socket.on('close', () => resolve(status));
    socket.setTimeout(3000, () => socket.destroy());
  });
}

/** What nobody may make the robot do over a viewer's socket: anything at all. */
async function fuzzSocket(gateway: Gateway, token: string, messages: number, random: Random): Promise<void> {
  const texts = [
    '{"id":1,"command":"start"}',
    '{"id":1,"command":"drive","v_mps":0.3,"w_radps":0}',
    '{"id":',
    '[]',
    '""',
    '{}',
    '{"id":1,"command":"goto","x":1e999,"y":0}',
    '{"id":1,"command":"drive","v_mps":-1e999,"w_radps":9e99}',
    '{"id":1,"command":"start","__proto__":{"role":"admin"}}',
    `{"id":1,"command":"goto","x":${'['.repeat(400)}`,
    '\ud800',
  ];
  for (let left = messages; left > 0; ) {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('open', resolve).once('close', resolve));
    for (let n = 0; n < 15 && left > 0; n++, left--)
      socket.send(random.chance(0.8) ? random.pick(texts) : random.bytes(20).toString('latin1'));
    socket.close();
    await new Promise((resolve) => (socket.readyState === socket.CLOSED ? resolve(0) : socket.once('close', resolve)));
  }
}

/** A frame that is right but for what chance did to it: opcode, reserved bits, mask, a length that is a lie. */
function brokenFrame(random: Random): Buffer {
  const payload = random.bytes(Math.floor(random.between(0, 40)));
  const length = random.pick([payload.length, 0, 125, 126, 127]);
  const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
  const head = [random.between(0, 256), (random.chance(0.8) ? 0x80 : 0) | length].map(Math.floor);
  return Buffer.concat([Buffer.from(head), random.bytes(extended), random.bytes(4), payload]);
}

/** Opens a viewer's socket by hand and sends frames that no browser would. @returns status of the answer, 101 if taken; 0 if none */
function sendFrames(port: number, token: string, frames: number, random: Random): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    const socket = connect({ port, host: '127.0.0.1' }, () =>
      socket.write(
        `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      ),
    );
    socket.once('data', (data) => {
      status = Number(/^HTTP\/1.1 (\d{3})/.exec(data.toString('latin1'))?.[1] ?? 0);
      if (status === 101) for (let n = 0; n < frames; n++) socket.write(brokenFrame(random));
      socket.end();
    });
    socket.on('data', () => {});
    socket.on('error', () => {});
    socket.on('close', () => resolve(status));
    socket.setTimeout(3000, () => socket.destroy());
  });
}

/** Raw bytes and messages of a viewer against a gateway that listens. */
export async function fuzzOverSockets(
  options: GatewayOptions,
  viewer: (gateway: Gateway) => Promise<string>,
  requests: number,
  random: Random,
): Promise<SocketResult> {
  const gateway = await startGateway(options);
  let serverErrors = 0;
  let unreachable = 0;
  for (let i = 0; i < requests; i++) {
    const status = await send(gateway.port, rawText(gateway.port, random));
    if (status >= 500) serverErrors++;
    if (status < 0) unreachable++;
  }
  const token = await viewer(gateway);
  await fuzzSocket(gateway, token, requests, random);
  for (let left = requests; left > 0; ) {
    const status = await sendFrames(gateway.port, token, 5, random);
    // Who asks too often is told to wait, which is as it should be.
    if (status === 429) await new Promise((resolve) => setTimeout(resolve, 1000));
    else left -= 5;
    if (status !== 101 && status !== 429) unreachable++;
  }
  await gateway.close();
  return { requests, messages: requests, frames: requests, serverErrors, unreachable };
}
