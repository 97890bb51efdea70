import { Callers, deviceCertificates, memoryStore } from '@homebound/gateway';
import * as z from 'zod';
import type { Link } from '../link.ts';
import { socketFolder, until } from '../linkRig.ts';
import { type SessionChecks, soundChecks } from './checks.ts';
import { DEVICE, TestMind, TOKEN, takenOver } from './gatewayRig.ts';
import { gatewayProtocol } from './messages.ts';
import type { Certificates, MindPorts } from './mindPorts.ts';

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const BY = `session-${DEVICE}`;
const hello = { type: 'hello', protocol: gatewayProtocol, addresses: [] };

/** What a gateway that was taken over got done that none may, of a mind with these checks. */
async function reached(checks: SessionChecks): Promise<string[]> {
  const found: string[] = [];
  const attempt = async (
    what: string,
    heads: object[],
    bytes: Uint8Array | undefined,
    isDone: (mind: TestMind) => boolean,
  ) => {
    const place = socketFolder();
    const mind = new TestMind();
    await mind.listen(place.path, checks);
    const { link, heard } = await takenOver(place.path);
    link.send(hello);
    for (const head of heads) link.send(head, bytes);
    // Whatever came of it, an honest question after it is answered, or the link is closed.
    link.send({ type: 'readAudit', id: 999_999 });
    await until(() => !link.isOpen || heard.some(({ id }) => id === 999_999));
    if (isDone(mind)) found.push(what);
    link.close();
    await mind.server.close();
    place.remove();
  };
  const drive = { command: 'drive', v_mps: 0.2, w_radps: 0 };
  const command = (body: object, id = 1): object => ({ type: 'command', id, command: body, token: TOKEN });
  const call = (name: string, request: object): object => ({ type: 'call', id: 1, call: name, request, token: TOKEN });
  await attempt('a call without a line', [call('readKeys', {})], undefined, (mind) => mind.calls.length > 0);
  await attempt(
    'a call named like a part of every object',
    [call('constructor', {})],
    undefined,
    (m) => m.calls.length > 0,
  );
  await attempt('bytes that no line grants', [call('listMaps', {})], new Uint8Array(9), (m) => m.calls.length > 0);
  await attempt('a speed beyond all', [command({ ...drive, v_mps: 1e9 })], undefined, (m) => m.commands.length > 0);
  await attempt(
    'a command nobody offers',
    [command({ command: 'speed', factor: 100 })],
    undefined,
    (m) => m.commands.length > 0,
  );
  const flood = Array.from({ length: 400 }, (_, n) => command(drive, n + 1));
  await attempt('400 inputs at a time', flood, undefined, (mind) => mind.commands.length > 100);
  const event = { kind: 'login', what: 'page', outcome: 'done' };
  const dated = { type: 'audit', event: { ...event, stamp_s: 1 }, token: TOKEN };
  await attempt('an entry in the past', [dated], undefined, (m) => m.events.some(({ stamp_s }) => stamp_s < 1e9));
  const entries = Array.from({ length: 800 }, () => ({ type: 'audit', event, token: TOKEN }));
  await attempt('the log pushed full', entries, undefined, (mind) => mind.events.length > 300);
  const made = (change: object): object => ({ type: 'audit', event: { ...event, ...change } });
  const isWritten = (mind: TestMind): boolean => mind.events.length > 0;
  await attempt('a reset that nobody made', [made({ kind: 'reset', what: 'all' })], undefined, isWritten);
  await attempt('an export on another', [made({ kind: 'export', what: 'backup' })], undefined, isWritten);
  const button = { kind: 'manualDrive', what: 'off', by: 'body' };
  await attempt('a button that nobody pressed', [made(button)], undefined, isWritten);
  const named = { ...call('backup', {}), by: BY };
  await attempt('a call by whom the gateway says', [named], undefined, (mind) => mind.calls.length > 0);
  return found;
}

onLinux(
  'T-PRIV, T-AUDIT: a gateway that was taken over gets of the mind what the tables grant, and no more',
  async () => {
    expect(await reached(soundChecks)).toEqual([]);
  },
);

onLinux('T-PRIV, planted fault: a mind that believes every shape, every call, every pace', async () => {
  const anything = z.looseObject({ type: z.string() }) as unknown as SessionChecks['shape'];
  const anyCall = (): number => 1e9;
  expect(await reached({ ...soundChecks, shape: anything })).toEqual([
    'a speed beyond all',
    'a command nobody offers',
    'a reset that nobody made',
    'an export on another',
    'a button that nobody pressed',
    'a call by whom the gateway says',
  ]);
  expect(await reached({ ...soundChecks, bytesOf: anyCall })).toEqual([
    'a call without a line',
    'a call named like a part of every object',
    'bytes that no line grants',
  ]);
  expect(await reached({ ...soundChecks, isGranted: () => true })).toEqual([
    '400 inputs at a time',
    'the log pushed full',
  ]);
});

onLinux('words before hello, a second hello and a flood close the link; the next gateway is served', async () => {
  const place = socketFolder();
  const mind = new TestMind();
  await mind.listen(place.path);
  for (const heads of [
    [{ type: 'more' }],
    [hello, hello],
    [hello, ...Array.from({ length: 2000 }, () => ({ type: 'more' }))],
  ]) {
    const { link } = await takenOver(place.path);
    for (const head of heads) link.send(head);
    await until(() => !link.isOpen);
  }
  expect(mind.warnings.filter((text) => /shut out/.test(text)).length).toBe(3);
  const { link, heard } = await takenOver(place.path);
  link.send(hello);
  await until(() => heard.some(({ type }) => type === 'welcome'));
  link.close();
  await mind.server.close();
  place.remove();
});

/** Whether a mind goes on listening to a gateway that announces four of the largest files at once, or hands one in while one is worked on. */
async function gathers(checks: SessionChecks): Promise<string[]> {
  const restore = { type: 'call', id: 1, call: 'restore', request: { passphrase: 'x' }, token: TOKEN };
  const announced = (parcel: number, size: number): object => ({ type: 'parcel', parcel, size, head: restore });
  const found: string[] = [];
  const attempt = async (what: string, say: (link: Link) => void): Promise<void> => {
    const place = socketFolder();
    const mind = new TestMind();
    mind.ports.home.ask = () => new Promise(() => {});
    await mind.listen(place.path, checks);
    const { link, heard } = await takenOver(place.path);
    link.send(hello);
    say(link);
    link.send({ type: 'readAudit', id: 9 });
    await until(() => !link.isOpen || heard.some(({ id }) => id === 9));
    if (link.isOpen) found.push(what);
    link.close();
    await mind.server.close();
    place.remove();
  };
  await attempt('two files of 256 MiB at once', (link) => {
    for (const parcel of [1, 2]) link.send(announced(parcel, 2 ** 28));
  });
  await attempt('a file of 256 MiB beside one of 2 MiB that is worked on', (link) => {
    link.send(announced(1, 2 ** 21));
    for (let n = 0; n < 8; n++) link.send({ type: 'part', parcel: 1 }, new Uint8Array(2 ** 18));
    link.send(announced(2, 2 ** 28));
  });
  return found;
}

onLinux('T-RATE, T-PRIV: a gateway that was taken over does not fill the memory of the mind with files', async () => {
  expect(await gathers(soundChecks)).toEqual([]);
});

onLinux('T-RATE, planted fault: a mind that looks at each file alone', async () => {
  expect(await gathers({ ...soundChecks, mostInHand_bytes: Number.POSITIVE_INFINITY })).toEqual([
    'two files of 256 MiB at once',
    'a file of 256 MiB beside one of 2 MiB that is worked on',
  ]);
});

/** What the log says of a drive of which the gateway writes nothing itself. */
async function drivenBy(checks: SessionChecks): Promise<string[]> {
  const place = socketFolder();
  const mind = new TestMind();
  await mind.listen(place.path, checks);
  const { link } = await takenOver(place.path);
  link.send(hello);
  const drive = { command: 'drive', v_mps: 0.2, w_radps: 0 };
  for (let n = 1; n <= 3; n++) {
    link.send({ type: 'command', id: 2 * n, command: drive, token: TOKEN });
    link.send({ type: 'command', id: 2 * n + 1, command: { ...drive, v_mps: 0 } });
  }
  await until(() => mind.commands.length >= 6);
  link.close();
  await mind.server.close();
  place.remove();
  return mind.events.map(({ kind, what, by }) => `${kind} ${what} ${by}`);
}

onLinux('T-AUDIT: who drives is in the log though a gateway that was taken over writes nothing down', async () => {
  expect(await drivenBy(soundChecks)).toEqual([`manualDrive drive ${BY}`]);
});

onLinux('T-AUDIT, planted fault: a mind that leaves that to its gateway', async () => {
  expect(await drivenBy({ ...soundChecks, driveLog: () => ({ heard: () => undefined }) })).toEqual([]);
});

/** What the log says of commands and a clock that was set, of which the gateway writes nothing itself. */
async function writtenOf(checks: SessionChecks): Promise<string[]> {
  const place = socketFolder();
  const mind = new TestMind();
  await mind.listen(place.path, checks);
  const { link, heard } = await takenOver(place.path);
  link.send(hello);
  for (const command of ['start', 'stop']) link.send({ type: 'command', id: 1, command: { command }, token: TOKEN });
  link.send({ type: 'command', id: 1, command: { command: 'goto', x: 1, y: 1 }, token: TOKEN });
  link.send({ type: 'command', id: 1, command: { command: 'allowDriving', isOn: true }, token: TOKEN });
  link.send({ type: 'clock', wall_s: 1.9e9, token: TOKEN });
  link.send({ type: 'readAudit', id: 9, token: TOKEN });
  await until(() => heard.some(({ id }) => id === 9));
  link.close();
  await mind.server.close();
  place.remove();
  return mind.events.map(({ kind, what, by }) => `${kind} ${what} ${by}`);
}

onLinux(
  'T-AUDIT: who has the robot clean, go or be driven, and who sets its clock, is in the log whatever the gateway writes',
  async () => {
    const deeds = ['job start', 'job stop', 'manualDrive goto', 'manualDrive on', 'clock set'];
    expect(await writtenOf(soundChecks)).toEqual(deeds.map((deed) => `${deed} ${BY}`));
    // Planted fault: a mind that leaves commands to its gateway.
    expect(await writtenOf({ ...soundChecks, deedOf: () => undefined })).toEqual([`clock set ${BY}`]);
  },
);

/** What reaches the robot of a camera's switch for which no secret is given. */
async function switchedBy(access?: MindPorts['access']): Promise<string[]> {
  const place = socketFolder();
  const mind = new TestMind();
  const commands: string[] = [];
  mind.ports.commands = (command, answer) => {
    commands.push(command.command);
    answer(true, '');
  };
  const callers = { store: memoryStore(), mono_s: () => 0, wall_s: () => 0, here: 'never', warn: () => {} } as const;
  mind.ports.access = access ?? new Callers(callers);
  await mind.listen(place.path);
  const { link, heard } = await takenOver(place.path);
  link.send(hello);
  for (const [id, command] of (['cameraOn', 'cameraOff'] as const).entries())
    link.send({ type: 'command', id: id + 1, command: { command } });
  await until(() => heard.filter(({ type }) => type === 'answer').length === 2);
  link.close();
  await mind.server.close();
  place.remove();
  return [...commands, ...mind.events.map(({ kind, what, by }) => `${kind} ${what} ${by}`)];
}

onLinux('T-CAM: a gateway without anybody switches the camera off, never on, and it is written down', async () => {
  expect(await switchedBy()).toEqual(['cameraOff', 'camera off nobody']);
});

onLinux('T-CAM, planted fault: a mind that asks nobody who switches it', async () => {
  const blind = { whose: () => 'nobody', admit: () => ({ id: 'nobody' }) };
  expect(await switchedBy(blind)).toContain('cameraOn');
});

/** Whether a gateway that listens to all that comes has heard the key of the robot's authority. */
async function hearsKey(spoil: (certificates: Certificates, kept: Buffer) => Certificates): Promise<boolean> {
  const place = socketFolder();
  const mind = new TestMind();
  const store = memoryStore();
  const certificates = deviceCertificates(store, undefined, ['192.168.7.9']);
  const kept = Buffer.from(store.load() as Uint8Array);
  mind.ports.certificates = () => spoil(certificates, kept);
  await mind.listen(place.path);
  const { link, heard } = await takenOver(place.path);
  link.send(hello);
  link.send({ type: 'renew' });
  await until(() => heard.some(({ type }) => type === 'certificate'));
  link.close();
  await mind.server.close();
  place.remove();
  // The second line of its PEM, which no other key has.
  const [, secret] = JSON.parse(kept.toString()).key.split('\n');
  expect(secret.length).toBe(64);
  return JSON.stringify(heard).includes(secret);
}

onLinux("T-KEY: the key of the robot's authority never comes to a gateway, its certificates do", async () => {
  expect(await hearsKey((certificates) => certificates)).toBe(false);
});

onLinux('T-KEY, planted fault: a mind that hands over what it keeps', async () => {
  const handsOver = (certificates: Certificates, kept: Buffer): Certificates => ({
    ...certificates,
    leaf: (wall_s) => ({ ...certificates.leaf(wall_s), key: JSON.parse(kept.toString()).key }),
  });
  expect(await hearsKey(handsOver)).toBe(true);
});
