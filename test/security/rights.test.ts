import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { files, listeners } from '../helpers/openSockets.ts';
import { canShutIn, OwnUsers, type ProcessName, users } from '../helpers/ownUsers.ts';
import { allowedCalls, hasSystemd, readUnit, type Unit, valuesOf } from '../helpers/unitFile.ts';

/**
 * The processes for real, as their service files would have them, as far as that goes without systemd as the first process: own
 * users, no capabilities, no network but for the gateway. Each is watched from its beginning, and what it asked the system for is held
 * against its file: had systemd's filters been there, nothing would have been refused.
 */
const shutIn = canShutIn() ? test : (test.skip as typeof test);
const names = ['motor', 'mind', 'gateway', 'camera'] as const;
const unitOf = (name: ProcessName): Unit => readUnit(`homebound-${name}.service`).unit;

let robot: OwnUsers;
beforeAll(async () => {
  if (!canShutIn()) return;
  robot = new OwnUsers(18_447);
  await robot.begin();
}, 90_000);
afterAll(() => {
  if (canShutIn()) robot.remove();
});

shutIn('T-PRIV: each runs as its own user, with its memory closed and no device open', () => {
  for (const name of names) {
    const status = readFileSync(`/proc/${robot.pid(name)}/status`, 'utf8');
    expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).toBe(String(users[name]));
    // Not for other processes of the same user either.
    expect(statSync(`/proc/${robot.pid(name)}/mem`).uid).toBe(0);
  }
  const devices = names.flatMap((name) => files(robot.pid(name))).filter((file) => file.startsWith('/dev/'));
  expect(devices.filter((file) => !/^\/dev\/(null|urandom|random)$/.test(file))).toEqual([]);
});

shutIn('T-LISTEN: the gateway listens at one address of this machine, motors, mind and camera at none', () => {
  expect(names.map((name) => listeners(robot.pid(name)).length)).toEqual([0, 0, 1, 0]);
  // 127.0.0.1, least byte first; 18447 is 480F.
  expect(listeners(robot.pid('gateway'))).toEqual(['tcp 0100007F:480F']);
});

shutIn('T-PRIV: a signal opens the inspector of none of them, and they go on', async () => {
  const before = names.map((name) => listeners(robot.pid(name)));
  for (const name of names) for (let k = 0; k < 3; k++) process.kill(robot.pid(name), 'SIGUSR1');
  await delay(500);
  expect(names.map((name) => listeners(robot.pid(name)))).toEqual(before);
  expect(robot.said).not.toContain('Debugger');
  expect(await robot.state()).toBe('idle');
});

/** What a process of this user can do to the others, tried; by name. */
function deeds(name: ProcessName): Record<string, string> {
  const tries = {
    state: `fs.readdirSync('${robot.path('state')}')`,
    motors: `fs.statSync('${robot.path('motor')}/motor.sock')`,
    mind: `fs.statSync('${robot.path('mind')}/gateway.sock')`,
    camera: `fs.statSync('${robot.path('camera')}/camera.sock')`,
    plant: `fs.writeFileSync('${robot.path('mind')}/x', '')`,
    network: `if (Object.values(os.networkInterfaces()).flat().length === 0) throw { code: 'none' }`,
    cores: `if (/CapEff:\\s*0+$/m.test(fs.readFileSync('/proc/self/status', 'utf8'))) throw { code: 'none' }`,
  };
  const code = `const fs = require('fs'), os = require('os'), out = {};
    const look = (what, deed) => { try { deed(); out[what] = 'yes'; } catch (e) { out[what] = e.code; } };
    ${Object.entries(tries)
      .map(([what, deed]) => `look('${what}', () => { ${deed} });`)
      .join('\n')}
    console.log(JSON.stringify(out));`;
  return JSON.parse(robot.ask(name, code));
}

shutIn("T-PRIV: a gateway that was taken over reaches the mind's socket and nothing else", () => {
  expect(deeds('gateway')).toEqual({
    state: 'EACCES',
    motors: 'EACCES',
    mind: 'yes',
    camera: 'EACCES',
    plant: 'EACCES',
    network: 'yes',
    cores: 'none',
  });
});

shutIn('T-PRIV: motors and a camera that were taken over reach nothing, a mind only its own, motors and camera', () => {
  const none = { state: 'EACCES', mind: 'EACCES', plant: 'EACCES', network: 'none', cores: 'none' };
  expect(deeds('motor')).toEqual({ ...none, motors: 'yes', camera: 'EACCES' });
  // The motors' socket lies beside the lens of the simulated body; it is asked of the kernel who connects to it.
  expect(deeds('camera')).toEqual({ ...none, motors: 'yes', camera: 'yes' });
  expect(deeds('mind')).toEqual({ ...none, motors: 'yes', camera: 'yes', state: 'yes', mind: 'yes', plant: 'yes' });
});

shutIn(
  'T-PRIV: what each asked the system for from its beginning on, its service file allows',
  async () => {
    await robot.look();
    await delay(2000);
    await robot.end();
    const found = names.map((name) => [name, ...beyond(name, unitOf(name))]);
    expect(found).toEqual(names.map((name) => [name]));
    // Files of the home, over its whole life: the mind's alone.
    const opened = names.map((name) =>
      robot.calls(name).some((line) => /\bopen\w*\(/.test(line) && line.includes(robot.path('state'))),
    );
    expect(opened).toEqual([false, true, false, false]);
  },
  60_000,
);

shutIn('T-PRIV, planted fault: a file that allows too little for what a process does is found', () => {
  const without = (change: (unit: Unit[number]) => Unit[number]): Unit => unitOf('gateway').map(change);
  const noSockets = without(([n, v]) => [n, n === 'RestrictAddressFamilies' ? 'AF_UNIX' : v]);
  expect(beyond('gateway', noSockets)).toContain('AF_INET');
  if (hasSystemd)
    expect(
      beyond(
        'gateway',
        without(([n, v]) => [n, v === '@pkey' ? '@timer' : v]),
      ),
    ).toContain('pkey_alloc');
});

/** What a process did that its service file would have refused: system calls, families of sockets, devices. */
function beyond(name: ProcessName, unit: Unit): string[] {
  const all = robot.calls(name);
  // From Node's own beginning: what went before is unshare, sh and setpriv, in systemd's place.
  const first = all.findIndex((line) => line.includes(`execve("${process.execPath}"`));
  const lines = all.slice(first).map((line) => line.replace(/^\d+\s+/, ''));
  if (first < 0 || lines.length < 1000) throw new Error(`${name} was not watched: ${lines.length} lines`);
  const families = new Set(lines.flatMap((line) => /^socket\((\w+)/.exec(line)?.[1] ?? []));
  const devices = new Set(
    lines.flatMap((line) => /^open(?:at)?\((?:AT_FDCWD, )?"(\/dev\/[^"]+)"/.exec(line)?.[1] ?? []),
  );
  const calls = new Set(lines.flatMap((line) => /^(\w+)\(/.exec(line)?.[1] ?? []));
  const mayOpen = new Set(valuesOf(unit, 'RestrictAddressFamilies')[0].split(' '));
  const mayCall = hasSystemd ? allowedCalls(unit) : calls;
  return [
    ...[...calls].filter((call) => !mayCall.has(call)),
    ...[...families].filter((family) => !mayOpen.has(family.replace('AF_LOCAL', 'AF_UNIX'))),
    ...[...devices].filter((device) => !/^\/dev\/(null|zero|full|u?random)$/.test(device)),
  ];
}
