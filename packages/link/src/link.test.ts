import { chmodSync, lstatSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { connectLink } from './connectLink.ts';
import { LinkError } from './linkError.ts';
import { End, linkedPair, me, socketFolder, until } from './linkRig.ts';
import { listenLink } from './listenLink.ts';

let place: ReturnType<typeof socketFolder>;
beforeEach(() => {
  place = socketFolder();
});
afterEach(() => place.remove());

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const opened = (path: string): Promise<Socket> =>
  new Promise((done) => {
    const socket = connect(path, () => done(socket));
    socket.on('error', () => {});
  });

onLinux('messages with and without bytes arrive whole and in order, both ways', async () => {
  const { server, here, there } = await linkedPair(place.path);
  const big = new Uint8Array(900_000).map((_, k) => k % 251);
  for (let n = 0; n < 50; n++) there.link.send({ n });
  there.link.send({ n: 50 }, big);
  here.link.send({ answer: 'yes' });
  await until(() => here.got.length === 51 && there.got.length === 1);
  expect(here.got.map(({ head }) => head.n)).toEqual(Array.from({ length: 51 }, (_, n) => n));
  expect(Buffer.compare(here.got[50].bytes, big)).toBe(0);
  expect(there.got[0].head).toEqual({ answer: 'yes' });
  expect([here.link.peer.pid, there.link.peer.pid]).toEqual([process.pid, process.pid]);
  there.link.close();
  expect((await here.link.closed).reason).toBe('closedThere');
  expect(there.end).toEqual({ reason: 'closedHere' });
  expect([there.link.send({}), here.link.send({})]).toEqual([false, false]);
  await server.close();
  expect(lstatSync(place.path, { throwIfNoEntry: false })).toBeUndefined();
});

onLinux('what is sent before a close still arrives', async () => {
  const { server, here, there } = await linkedPair(place.path);
  there.link.send({ last: 'words' }, new Uint8Array(300_000));
  there.link.close();
  await here.link.closed;
  expect(here.got.map(({ head }) => head.last)).toEqual(['words']);
  await server.close();
});

onLinux.each([
  ['garbage', 'notJson', Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('oops')])],
  ['a frame of 4 GB', 'tooLarge', Buffer.alloc(8, 0xff)],
  ['half a frame', 'halfFrame', Buffer.from([200, 0, 0, 0, 0, 0, 0, 0, 1, 2])],
] as const)('%s closes the link as %s, and the next peer is served', async (_, reason, bytes) => {
  const here = new End();
  const server = await listenLink({ path: place.path, peers: me }, here.handlers);
  const raw = await opened(place.path);
  raw.end(bytes);
  await until(() => here.end !== undefined);
  expect(here.end).toEqual({ reason });
  const there = new End();
  await connectLink({ path: place.path, server: me }, there.handlers);
  there.link.send({ is: 'well' });
  await until(() => here.got.length === 1);
  await server.close();
});

onLinux('what a handler throws closes the link and goes no further', async () => {
  const { server, here, there } = await linkedPair(place.path);
  const error = new LinkError('refused', 'v_mps must be finite');
  here.onMessage = () => {
    throw error;
  };
  there.link.send({ v_mps: 'fast' });
  expect(await here.link.closed).toEqual({ reason: 'refused', error });
  expect((await there.link.closed).reason).toBe('closedThere');
  await server.close();
});

onLinux('a peer that does not read is dropped before more than the bound waits for it', async () => {
  const limits = { maxFrame_bytes: 60_000, maxQueued_bytes: 200_000 };
  const here = new End();
  const server = await listenLink({ path: place.path, peers: me, ...limits }, here.handlers);
  const stalled = await opened(place.path);
  stalled.pause();
  await until(() => here.link !== undefined);
  let taken = 0;
  while (here.link.send({}, new Uint8Array(50_000))) taken++;
  expect(here.end).toEqual({ reason: 'slow' });
  // What waits here, and what the system's own buffer for a socket holds (212,992 bytes unless somebody changed it).
  expect(taken).toBeLessThan(100);
  stalled.destroy();
  await server.close();
});

onLinux('a peer that says nothing is dropped; one that only sends heartbeats stays', async () => {
  const limits = { heartbeat_s: 0.02, missedHeartbeats: 3 };
  const { server, here, there } = await linkedPair(place.path, limits);
  const mute = await opened(place.path); // a second one: turned away, as one link is all there may be
  await new Promise((done) => mute.once('close', done));
  await new Promise((done) => setTimeout(done, 300));
  expect([here.end, there.end]).toEqual([undefined, undefined]);
  there.link.close();
  await here.link.closed;
  const silent = await opened(place.path);
  await until(() => here.end?.reason === 'silent');
  silent.destroy();
  await server.close();
});

onLinux('after this process stood still for long, a peer that went on is not taken for silent', async () => {
  const { server, here, there } = await linkedPair(place.path, { heartbeat_s: 0.02, missedHeartbeats: 3 });
  const until_ms = performance.now() + 500;
  while (performance.now() < until_ms); // 25 heartbeats long
  await new Promise((done) => setTimeout(done, 50));
  expect([here.end, there.end]).toEqual([undefined, undefined]);
  await server.close();
});

onLinux('the socket is for owner and group, in a folder that nobody else may write to', async () => {
  const server = await listenLink({ path: place.path, peers: me }, new End().handlers);
  expect(lstatSync(place.path).mode & 0o777).toBe(0o660);
  await server.close();
  for (const mode of [0o777, 0o770, 0o1777]) {
    chmodSync(place.folder, mode);
    await expect(listenLink({ path: place.path, peers: me }, new End().handlers)).rejects.toMatchObject({
      code: 'openFolder',
      message: expect.stringContaining(`${place.folder} has mode ${mode.toString(8)}`),
    });
  }
});

onLinux('a stale socket is replaced; one that answers, a file, or a missing folder is refused by name', async () => {
  const { path } = place;
  const open = (at: string) => listenLink({ path: at, peers: me }, new End().handlers);
  const first = await open(path);
  await expect(open(path)).rejects.toMatchObject({ code: 'inUse', message: expect.stringContaining(path) });
  await first.close();
  // What a process leaves that was killed: libuv removes the file when a server is closed, so its name is moved away meanwhile.
  const { rename } = await import('node:fs/promises');
  const killed = createServer().listen(`${path}.old`);
  await new Promise((done) => killed.once('listening', done));
  await rename(`${path}.old`, path);
  await new Promise((done) => killed.close(done));
  const second = await open(path);
  await second.close();
  writeFileSync(path, 'mine');
  await expect(open(path)).rejects.toMatchObject({ code: 'squatted' });
  await expect(open(`${place.folder}/none/x.sock`)).rejects.toMatchObject({ code: 'noFolder' });
  await expect(open(`/tmp/${'x'.repeat(120)}`)).rejects.toMatchObject({ code: 'badOptions' });
});

onLinux('nobody there is told as such; limits that make no sense are refused', async () => {
  await expect(connectLink({ path: place.path, server: me }, new End().handlers)).rejects.toMatchObject({
    code: 'noServer',
    message: `Cannot open link ${place.path}: nobody listens there; start the other process first`,
  });
  for (const bad of [
    { maxFrame_bytes: 1.5 },
    { maxQueued_bytes: 10 },
    { heartbeat_s: Number.NaN },
    { missedHeartbeats: 0 },
  ])
    await expect(listenLink({ path: place.path, peers: me, ...bad }, new End().handlers)).rejects.toMatchObject({
      code: 'badOptions',
    });
  const { server, here } = await linkedPair(place.path, { maxFrame_bytes: 100 });
  expect(() => here.link.send({ text: 'x'.repeat(100) })).toThrow(RangeError);
  expect(here.link.isOpen).toBe(true);
  await server.close();
});
