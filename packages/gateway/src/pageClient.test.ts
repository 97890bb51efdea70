import { EventEmitter } from 'node:events';
import type { CommandBody, ViewReader } from '@homebound/wire';
import type { WebSocket } from 'ws';
import { defaultLimits, PageClient } from './pageClient.ts';

/** A socket that hands nothing on until told: what was sent counts as buffered. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  terminated = false;
  closedWith: number | undefined;
  readonly sent: (string | Uint8Array)[] = [];
  send(message: string | Uint8Array): void {
    this.sent.push(message);
    this.bufferedAmount += message.length;
  }
  terminate(): void {
    this.terminated = true;
  }
  close(code: number): void {
    this.closedWith = code;
  }
  ping(): void {}
}

const endless: ViewReader = { next: () => new Uint8Array(10_000) };
const silent: ViewReader = { next: () => undefined };

function connect(
  reader: ViewReader,
  commands = (_: CommandBody, answer: (ok: boolean, why: string) => void) => answer(true, ''),
) {
  const socket = new FakeSocket();
  const limits = { ...defaultLimits, maxBuffered_bytes: 50_000, patience_s: 5 };
  return { socket, client: new PageClient(socket as unknown as WebSocket, reader, commands, limits, 0) };
}

test('a page that takes nothing has a bounded backlog, and is dropped when patience ends', () => {
  const { socket, client } = connect(endless);
  for (let t = 0; t <= 5; t += 0.05) client.pump(t, 0, '');
  // 5 messages of 10 kB reach the 50 kB mark; nothing is added past it.
  expect(socket.bufferedAmount).toBe(50_000);
  expect(socket.terminated).toBe(false);
  client.pump(5.2, 0, '');
  expect(socket.terminated).toBe(true);
});

test('a page that is slow but takes something is kept', () => {
  const { socket, client } = connect(endless);
  for (let t = 0; t < 60; t += 0.05) {
    client.pump(t, 0, '');
    socket.bufferedAmount -= 10;
  }
  expect(socket.terminated).toBe(false);
  expect(socket.bufferedAmount).toBeLessThanOrEqual(60_000);
});

test('a page that gives no sign of life between two pings is dropped', () => {
  const { socket, client } = connect(silent);
  client.ping();
  socket.emit('pong');
  client.ping();
  expect(socket.terminated).toBe(false);
  client.ping();
  expect(socket.terminated).toBe(true);
});

test('20 commands at once pass, more are refused, a flood is shown out, and waiting helps', () => {
  let carriedOut = 0;
  const { socket, client } = connect(silent, (_, answer) => {
    carriedOut++;
    answer(true, '');
  });
  for (let id = 0; id < 30; id++) client.receive(`{"id":${id},"command":"pause"}`, 0);
  expect(carriedOut).toBe(20);
  expect(JSON.parse(socket.sent[20] as string)).toMatchObject({ id: 20, accepted: false });
  // 10 in debt at 10 a second: 1 s back to zero, and 1 token more for the next one.
  client.receive('{"id":40,"command":"pause"}', 1.1);
  expect(carriedOut).toBe(21);
  for (let id = 0; id < 250; id++) client.receive('{"id":1,"command":"pause"}', 1.1);
  expect(carriedOut).toBe(21);
  expect(socket.closedWith).toBe(1008);
});

test('only the first answer to a command is passed on', () => {
  const { socket, client } = connect(silent, (_, answer) => {
    answer(false, 'The robot is on its dock');
    answer(true, 'twice');
  });
  client.receive('{"id":3,"command":"dock"}', 0);
  expect(socket.sent).toEqual(['{"type":"ack","id":3,"accepted":false,"reason":"The robot is on its dock"}']);
});

test('who else is there is said when it changes, after what there is to see', () => {
  const messages = ['hello', 'status'];
  const { socket, client } = connect({ next: () => messages.shift() });
  const sent: unknown[] = [];
  socket.send = (message: string) => void sent.push(message);
  client.pump(0, 0, 'one looks');
  client.pump(1, 0, 'one looks');
  client.pump(2, 0, 'two look');
  expect(sent).toEqual(['hello', 'status', 'one looks', 'two look']);
});
