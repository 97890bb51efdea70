import { spawn } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { connectLink } from '../../packages/link/src/connectLink.ts';
import { End, me, socketFolder, until } from '../../packages/link/src/linkRig.ts';
import { type ListenOptions, listenLink } from '../../packages/link/src/listenLink.ts';

/**
 * Who a peer is, is the kernel's word: these tests need a process of another user, so root starts them. The check is asked of the real
 * thing, which must pass, and of one that believes whoever comes, which must fail.
 */
const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? test : (test.skip as typeof test);
const NOBODY = 65534;

/** A folder that another user can get at, whatever the folder for temporary files is like. */
let place: ReturnType<typeof socketFolder>;
beforeEach(() => {
  place = socketFolder(0o755, '/tmp');
});
afterEach(() => place.remove());

/** Runs plain Node code as another user; resolves with what it printed, or with its process once it has printed something. */
function asNobody(code: string): { said: () => string; ended: Promise<void>; end: () => void } {
  const child = spawn(process.execPath, ['-e', code], {
    uid: NOBODY,
    gid: NOBODY,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
  });
  return { said: () => said, ended: new Promise((done) => child.once('close', () => done())), end: () => child.kill() };
}

/** Whether a frame of another user's process reaches the handlers, where the file's mode would let it. */
async function strangerIsHeard(options: Partial<ListenOptions>): Promise<{ heard: boolean; refused: unknown[] }> {
  const here = new End();
  const refused: unknown[] = [];
  const onRefused = (...why: unknown[]): unknown => refused.push(why);
  const server = await listenLink({ path: place.path, peers: me, onRefused, ...options }, here.handlers);
  chmodSync(place.path, 0o666);
  const frame = '[2,0,0,0,0,0,0,0,123,125]'; // {}
  await asNobody(
    `require('net').connect('${place.path}', function () { this.write(Buffer.from(${frame})); setTimeout(() => this.end(), 100); }).on('error', () => {})`,
  ).ended;
  await server.close();
  return { heard: here.got.length > 0, refused };
}

asRoot('T-PRIV: a process of another user is not heard, though the file would let it connect', async () => {
  const { heard, refused } = await strangerIsHeard({});
  expect(heard).toBe(false);
  expect(refused).toEqual([['wrongUser', { pid: expect.any(Number), uid: NOBODY, gid: NOBODY }]]);
});

asRoot('T-PRIV: the same process is heard where its user is named', async () => {
  expect((await strangerIsHeard({ peers: { uids: [NOBODY] } })).heard).toBe(true);
});

asRoot('T-PRIV, planted fault: a server that takes every peer for its own user hears it', async () => {
  const asOurs = (): { pid: number; uid: number; gid: number } => ({ pid: 1, uid: me.uids[0], gid: 0 });
  expect((await strangerIsHeard({ peerOf: asOurs })).heard).toBe(true);
});

/** Whether we would talk to a server of another user that sits under the right name. */
async function impostorIsBelieved(peerOf?: ListenOptions['peerOf']): Promise<string> {
  chownSync(place.folder, NOBODY, NOBODY);
  const impostor = asNobody(
    `require('net').createServer(() => {}).listen('${place.path}', () => console.log('ready'))`,
  );
  await until(() => impostor.said() !== '');
  try {
    const link = await connectLink({ path: place.path, server: me, peerOf }, new End().handlers);
    link.close();
    return 'believed';
  } catch (error) {
    return (error as Error).message;
  } finally {
    impostor.end();
    await impostor.ended;
  }
}

asRoot('T-PRIV: a server of another user is told nothing, and is named', async () => {
  expect(await impostorIsBelieved()).toMatch(
    new RegExp(`Cannot use link ${place.path}: process \\d+ of user ${NOBODY} listens there, not one of user 0`),
  );
});

asRoot('T-PRIV, planted fault: a client that asks nobody believes it', async () => {
  expect(await impostorIsBelieved(() => ({ pid: 1, uid: me.uids[0], gid: 0 }))).toBe('believed');
});

asRoot('T-PRIV: a socket that another user put there, or a folder of theirs, is refused by name', async () => {
  chownSync(place.folder, NOBODY, NOBODY);
  const open = () => listenLink({ path: place.path, peers: me }, new End().handlers);
  await expect(open()).rejects.toMatchObject({ code: 'openFolder', message: expect.stringContaining('owner 65534') });
  const squatter = asNobody(
    `require('net').createServer(() => {}).listen('${place.path}', () => console.log('ready'))`,
  );
  await until(() => squatter.said() !== '');
  chownSync(place.folder, 0, 0);
  await expect(open()).rejects.toMatchObject({
    code: 'squatted',
    message: expect.stringContaining(`a socket of user ${NOBODY} lies there`),
  });
  squatter.end();
  await squatter.ended;
});
