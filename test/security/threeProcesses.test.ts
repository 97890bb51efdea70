import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';
import { canHaveNetwork, robotAddress, robotPort, until } from '../helpers/homeNetwork.ts';
import { files, listeners } from '../helpers/openSockets.ts';
import { PairedPage } from '../helpers/pairedPage.ts';
import { begin, commandLine, leftOf, type PartName, type Parts, pairedWith, parts } from '../helpers/servedRobot.ts';

/**
 * A robot in three processes in a home's network of its own, with a device in it that pairs, looks and steers over HTTPS. What each
 * process has open is looked up with the kernel; for that, and for the network, the test needs to be root.
 */
const asRoot = process.getuid?.() === 0 && canHaveNetwork() ? test : (test.skip as typeof test);
const command = join(root, 'dist', 'homebound.js');

/** What of the processes' doors and files is other than it should be. */
function wrongDoors({ motor, mind, gateway }: Record<string, number>, home: string): string[] {
  const inHome = (pid: number): string[] => files(pid).filter((path) => path.startsWith(home));
  // The kernel writes addresses as numbers of this machine's byte order.
  const address = Buffer.from(robotAddress.split('.').reverse().map(Number)).toString('hex').toUpperCase();
  const own = `tcp ${address}:${robotPort.toString(16).toUpperCase()}`;
  return [
    ...listeners(gateway)
      .filter((door) => door !== own)
      .map((door) => `gateway listens on ${door}`),
    ...(listeners(gateway).includes(own) ? [] : ['gateway does not listen']),
    ...listeners(mind).map((door) => `mind listens on ${door}`),
    ...listeners(motor).map((door) => `motor listens on ${door}`),
    ...inHome(gateway).map((path) => `gateway has ${path}`),
    ...inHome(motor).map((path) => `motor has ${path}`),
  ];
}

asRoot(
  'T-LISTEN, T-PRIV, three processes: a device pairs by the button, looks and steers over HTTPS; one door is open, the vault to one process',
  async () => {
    const robot = begin();
    try {
      const { page, close } = await pairedWith(robot);
      expect(wrongDoors(parts(robot), robot.home)).toEqual([]);
      const socket = await page.open();
      await until(() => page.heard.some((message) => typeof message === 'string' && message.includes('"hello"')));
      socket.send('{"id":1,"command":"start"}');
      await until(() =>
        page.heard.some((m) => typeof m === 'string' && m.includes('"ack"') && m.includes('"accepted":true')),
      );
      await until(async () => (await page.state()).drivenLength_m > 0.3);
      // The map of the home is drawn from what came over two sockets and TLS: type 1 of the binary frames.
      expect(page.heard.some((message) => typeof message !== 'string' && message[3] === 1)).toBe(true);
      // The vault is the mind's: the others are not even told where it lies.
      const { motor, mind, gateway } = parts(robot);
      expect([motor, mind, gateway].map((pid) => commandLine(pid).includes(robot.home))).toEqual([false, true, false]);
      socket.terminate();
      close();
    } finally {
      robot.network.child.kill('SIGTERM');
    }
    await until(() => leftOf(robot).length === 0);
    expect((await homebound('maps', robot.home)).code).toBe(0);
  },
  120_000,
);

asRoot(
  'T-SAFE, three processes: each may be killed: the others go on or begin anew, who is paired stays paired, nobody is left over',
  async () => {
    const robot = begin();
    const { page, close } = await pairedWith(robot);
    /** Kills one; waits until it and those that can't be without it are there anew, and the page is served. */
    const killed = async (name: PartName, anew: readonly PartName[]): Promise<Record<'before' | 'after', Parts>> => {
      const before = parts(robot);
      process.kill(before[name], 'SIGKILL');
      await until(() => {
        const now = parts(robot);
        return anew.every((part) => now[part] !== undefined && now[part] !== before[part]);
      });
      await until(async () => (await page.state().catch(() => undefined)) !== undefined);
      return { before, after: parts(robot) };
    };
    await until(async () => (await page.ask('POST', '/api/v1/jobs', { command: 'start' })).status === 200);
    await until(async () => (await page.state()).drivenLength_m > 0.3);

    const gateway = await killed('gateway', ['gateway']);
    expect([gateway.after.mind, gateway.after.motor]).toEqual([gateway.before.mind, gateway.before.motor]);
    // The mind went on meanwhile: it is still the same run.
    expect((await page.state()).drivenLength_m).toBeGreaterThan(0.3);

    const mind = await killed('mind', ['mind', 'gateway']);
    expect(mind.after.motor).toBe(mind.before.motor);
    await killed('motor', ['motor', 'mind', 'gateway']);
    expect(wrongDoors(parts(robot), robot.home)).toEqual([]);

    const last = Object.values(parts(robot));
    robot.network.child.kill('SIGKILL');
    await until(() => leftOf(robot).length === 0);
    expect(last.map((pid) => commandLine(pid).filter(Boolean))).toEqual([[], [], []]);
    close();
    const maps = await homebound('maps', robot.home);
    expect([maps.code, maps.err]).toEqual([0, '']);
  },
  180_000,
);

asRoot(
  'T-LISTEN, T-PRIV, planted faults: a mind with a door, a gateway with a file of the vault, a motor that listens to datagrams are seen',
  async () => {
    const home = join(temporaryFolder(), 'home');
    mkdirSync(home);
    const code = `const fs = require('node:fs');
    require('node:net').createServer().listen(0, '127.0.0.1', () => require('node:dgram').createSocket('udp4').bind(0, () => {
      fs.openSync('${home}/index.1', 'w'); console.log('ready'); }));`;
    const leaky = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((done) => leaky.stdout.once('data', done));
    const pid = leaky.pid!;
    const wrong = wrongDoors({ motor: pid, mind: pid, gateway: pid }, home).join('\n');
    leaky.kill();
    for (const sign of [
      /mind listens on tcp/,
      /motor listens on udp/,
      /gateway listens on/,
      /gateway has .*index\.1/,
      /motor has/,
    ])
      expect(wrong).toMatch(sign);
  },
);

/** What the robot answers to inputs of driving by hand, said 12 times a second for a while. */
async function drivenBy(page: PairedPage): Promise<string> {
  const socket = await page.open();
  page.heard.length = 0;
  for (let id = 1; id <= 12; id++) {
    socket.send(JSON.stringify({ id, command: 'drive', v_mps: -0.05, w_radps: 0 }));
    await new Promise((done) => setTimeout(done, 80));
  }
  socket.terminate();
  return page.heard.filter((m) => typeof m === 'string' && m.includes('"ack"')).join('\n');
}

asRoot(
  'T-ABUSE, T-RESET, three processes: the room hears who drives and ends it, over a new gateway too; after a reset by the button nobody from before gets in',
  async () => {
    const robot = begin();
    const press = async (what: string): Promise<void> => {
      expect((await homebound('press', what, '--run', robot.run)).err).toBe('');
    };
    try {
      const { page, close } = await pairedWith(robot);
      expect(await drivenBy(page)).toContain('"accepted":true');
      await until(() => robot.network.said.includes('The robot chirps: somebody drives it by hand.'));

      await press('privacy');
      await until(async () => !(await drivenBy(page)).includes('"accepted":true'));
      const { gateway } = parts(robot);
      process.kill(gateway, 'SIGKILL');
      await until(() => parts(robot).gateway !== undefined && parts(robot).gateway !== gateway);
      await until(async () => (await page.state().catch(() => undefined)) !== undefined);
      const refused = await drivenBy(page);
      expect([refused.includes('"accepted":true'), refused.includes('"accepted":false')]).toEqual([false, true]);

      const before = /SHA-256 ([0-9a-f:]+)/.exec(robot.network.said)?.[1];
      await press('reset');
      const fingerprints = () => [...robot.network.said.matchAll(/SHA-256 ([0-9a-f:]+)/g)].map(([, print]) => print);
      await until(() => fingerprints().some((print) => print !== before));
      const door = await robot.network.door(robotPort);
      const stranger = new PairedPage(door.connect, robotPort);
      stranger.token = page.token;
      expect((await until(() => stranger.ask('GET', '/api/v1/state').catch(() => undefined))).status).toBe(401);
      door.close();
      close();
    } finally {
      robot.network.child.kill('SIGTERM');
    }
    await until(() => leftOf(robot).length === 0);
  },
  120_000,
);

/** Processes that a mind leaves behind whose parent was killed, three seconds later. */
async function orphans(options: readonly string[]): Promise<number[]> {
  const folder = temporaryFolder();
  const run = join(folder, 'run');
  mkdirSync(run, { mode: 0o700 });
  const mind = [command, 'mind', '--home', join(folder, 'home'), '--run', run, ...options];
  const code = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(mind)}, { stdio: ['pipe', 'inherit', 'inherit'] });`;
  const parent = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
  await until(() => existsSync(join(run, 'gateway.sock')));
  parent.kill('SIGKILL');
  await new Promise((done) => setTimeout(done, 3000));
  const left = leftOf({ run });
  for (const pid of left) process.kill(pid, 'SIGKILL');
  return left;
}

asRoot('T-SAFE, a mind whose keeper was killed: it ends by itself', async () => {
  expect(await orphans(['--child'])).toEqual([]);
});

asRoot('T-SAFE, planted fault: a mind that does not listen for the end of its keeper is left over', async () => {
  expect((await orphans([])).length).toBe(1);
});
