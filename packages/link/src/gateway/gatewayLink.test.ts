import { socketFolder, until } from '../linkRig.ts';
import { connectMind } from './connectMind.ts';
import { DEVICE, TestMind, TOKEN } from './gatewayRig.ts';
import type { MindLink } from './mindLink.ts';

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const BY = `session-${DEVICE}`;
let place: ReturnType<typeof socketFolder>;
let mind: TestMind;
let gateway: MindLink;

/** Pairs so many with the mind. @returns their secrets */
function pairedLookers(count: number): string[] {
  const tokens = Array.from({ length: count }, (_, n) => `looker${n}`.padEnd(43, '-'));
  tokens.forEach((token, n) => void mind.devices.set(token, n.toString(16).padStart(16, '0')));
  return tokens;
}

beforeEach(async () => {
  place = socketFolder();
  mind = new TestMind();
  mind.pairings = Buffer.from('who is paired');
  await mind.listen(place.path);
  gateway = await connectMind({
    path: place.path,
    server: { uids: [process.getuid!()] },
    addresses: ['192.168.7.9'],
  });
});
afterEach(async () => {
  gateway.close();
  await mind.server.close();
  place.remove();
});

onLinux(
  'the gateway is welcomed with the pairings and a certificate for its addresses, not with the key that signs it',
  async () => {
    expect(Buffer.from(gateway.pairings.load()!).toString()).toBe('who is paired');
    expect(gateway.certificates).toMatchObject({ name: 'homebound-test.local', fingerprint: 'ab:cd' });
    expect(Buffer.from(gateway.certificates.authority).toString()).toBe('authority');
    expect(gateway.certificates.leaf(1_800_000_000)).toEqual({
      key: 'key 1',
      cert: '192.168.7.9',
      renew_s: 1_800_000_010,
    });
    // An old one serves on until the new one is there.
    expect(gateway.certificates.leaf(1_800_000_011).key).toBe('key 1');
    await until(() => gateway.certificates.leaf(1_800_000_000).key === 'key 2');
  },
);

onLinux('what the mind shows arrives in the copy, a map of 4 M cells too', async () => {
  const side = 2048;
  const cells = new Int8Array(side * side).map((_, i) => (i * 7919) % 101);
  const frame = { width: side, height: side, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  mind.view.grid('map', 3, frame, cells);
  mind.view.status(3, { state: 'cleaning', coverage: 0.5 });
  gateway.view.look([TOKEN]);
  await until(() => gateway.view.mirror.statusAt(0).coverage === 0.5);
  const reader = gateway.view.mirror.reader();
  let size = 0;
  await until(() => {
    for (let m = reader.next(0); m !== undefined; m = reader.next(0)) size = Math.max(size, m.length);
    return size > cells.length;
  });
});

onLinux('commands, calls with bytes, saves and the log are carried both ways', async () => {
  const answers: unknown[] = [];
  gateway.commands({ command: 'goto', x: 1, y: 2 }, (...answer) => answers.push(answer), TOKEN);
  await until(() => answers.length === 1);
  expect([mind.commands, answers]).toEqual([[{ command: 'goto', x: 1, y: 2 }], [[true, 'Off we go']]]);

  const big = new Uint8Array(5_000_000).fill(3);
  const [imported, exported] = await Promise.all([
    gateway.home.ask('importMap', { name: 'Home' }, 'session-ffffffffffffffff', big, TOKEN),
    gateway.home.ask('exportMap', { id: 'home', format: 'hbmap' }, BY, undefined, TOKEN),
  ]);
  expect([imported.bytes, exported.bytes?.length]).toEqual([undefined, 3e6]);
  expect(mind.calls).toContainEqual({ call: 'importMap', request: { name: 'Home' }, by: BY, size: 5e6 });

  gateway.audit.append({ stamp_s: 5, kind: 'login', by: 'whoever', what: 'page', outcome: 'done' }, TOKEN);
  const common = { by: BY, stamp_s: 1_800_000_000 };
  expect(await gateway.audit.read(TOKEN)).toMatchObject([
    { kind: 'manualDrive', what: 'goto', ...common, seq: 1 },
    { kind: 'login', ...common, seq: 2 },
  ]);

  await gateway.pairings.save(Buffer.from('nobody'));
  expect(Buffer.from(mind.pairings!).toString()).toBe('nobody');
  expect(Buffer.from(gateway.pairings.load()!).toString()).toBe('nobody');
  gateway.present('12345678');
  gateway.view.look([TOKEN, undefined]);
  await until(() => mind.presences.length === 1 && mind.codes[0] === '12345678');
  expect(mind.presences).toEqual([{ driving: undefined, viewers: [DEVICE] }]);
});

onLinux('of more states than its pace the last one is heard, and the view goes on', async () => {
  // The mind's clock stands still in this test: what it grants is not filled up again.
  const lookers = pairedLookers(300);
  for (const looker of lookers) {
    gateway.view.look([]);
    gateway.view.look([looker]);
  }
  await until(() => mind.presences.at(-1)?.viewers[0] === mind.devices.get(lookers[299]));
  expect(mind.presences.length).toBeLessThan(120);
  for (let n = 0; n < 60; n++) {
    mind.view.status(n, { coverage: n / 100 });
    await until(() => gateway.view.mirror.statusAt(0).coverage === n / 100);
  }
});

onLinux('a crowd that comes at once is one change after the first of it', async () => {
  const lookers = pairedLookers(50);
  for (let n = 1; n <= 50; n++) gateway.view.look(lookers.slice(0, n));
  await until(() => mind.presences.at(-1)?.viewers.length === 50);
  expect(mind.presences.length).toBe(2);
});

onLinux(
  'the gateway holds the view while somebody looks, and who comes to look is shown the robot as it is',
  async () => {
    mind.view.status(3, { coverage: 0.5 });
    const coverage = (): number => gateway.view.mirror.statusAt(0).coverage;
    gateway.view.look([TOKEN]);
    await gateway.view.shown();
    expect(coverage()).toBe(0.5);
    gateway.view.look([]);
    await until(() => coverage() === 0);
    mind.view.status(4, { coverage: 0.7 });
    gateway.view.look([TOKEN]);
    await gateway.view.shown();
    expect(coverage()).toBe(0.7);
    mind.devices.clear();
    mind.time.mono_s += 1;
    await until(() => coverage() === 0);
    expect(mind.presences.at(-1)?.viewers).toEqual([]);
  },
);

onLinux('refusals keep their code and reason; a fault of the mind tells nothing of its inside', async () => {
  await expect(gateway.home.ask('reset', {}, BY, undefined, TOKEN)).rejects.toMatchObject({
    code: 'presence',
    message: /Press the/,
  });
  await expect(gateway.home.ask('readRun', { id: 'run' }, BY, undefined, TOKEN)).rejects.toThrow(
    /^The robot could not do this/,
  );
  expect(mind.warnings.join()).toMatch(/secret/);
  mind.isDiskFull = true;
  await expect(gateway.pairings.save(Buffer.from('more'))).rejects.toMatchObject({ code: 'diskFull' });
  expect(Buffer.from(gateway.pairings.load()!).toString()).toBe('who is paired');
});

onLinux('buttons and the clock go both ways', async () => {
  const pressed: string[] = [];
  gateway.onButton = (button) => pressed.push(button);
  expect(mind.server.press('pair')).toBe(true);
  gateway.clock.set(1_900_000_000, TOKEN);
  await until(() => pressed.length === 1 && mind.time.wall_s === 1_900_000_000);
  expect(pressed).toEqual(['pair']);
  expect(Math.abs(gateway.clock.wall_s() - 1_900_000_000)).toBeLessThan(100);
});

onLinux(
  'a log that can not be written is warned of, and cuts off nobody who drives or sends the robot home',
  async () => {
    const answers: boolean[] = [];
    const told = (accepted: boolean): void => void answers.push(accepted);
    mind.ports.audit.append = () => {
      throw new Error('the disk is full');
    };
    gateway.commands({ command: 'drive', v_mps: 0.2, w_radps: 0 }, told, TOKEN);
    gateway.commands({ command: 'dock' }, told, TOKEN);
    await until(() => answers.length === 2);
    expect(answers).toEqual([true, true]);
    expect(mind.warnings).toEqual(
      ['manualDrive', 'job'].map((kind) => `could not write down ${kind}: the disk is full`),
    );
  },
);

onLinux('a gateway that is gone drives nobody: zero is said at once', async () => {
  gateway.commands({ command: 'drive', v_mps: 0.2, w_radps: 0 }, () => {}, TOKEN);
  await until(() => mind.commands.length === 1);
  expect(mind.presences).toEqual([{ driving: DEVICE, viewers: [] }]);
  gateway.close();
  await until(() => mind.commands.length === 2);
  expect(mind.commands[1]).toEqual({ command: 'drive', v_mps: 0, w_radps: 0 });
  expect(mind.presences.at(-1)).toEqual({ driving: undefined, viewers: [] });
});

onLinux(
  "T-RESET: a gateway whose certificates are not the robot's any more is ended; the next one gets new ones",
  async () => {
    mind.server.dismiss();
    expect((await gateway.closed).reason).toBe('closedThere');
    const leaves = mind.leaves;
    gateway = await connectMind({ path: place.path, server: { uids: [process.getuid!()] }, addresses: [] });
    expect(mind.leaves).toBe(leaves + 1);
  },
);

onLinux('a mind that is gone leaves no question open', async () => {
  const answers: unknown[] = [];
  mind.ports.home.ask = () => new Promise(() => {});
  const asked = gateway.home.ask('listMaps', {}, BY, undefined, TOKEN).catch((error) => error);
  await mind.server.close();
  expect(await asked).toMatchObject({ code: 'failed', message: expect.stringMatching(/starting again/) });
  gateway.commands({ command: 'start' }, (...answer) => answers.push(answer));
  expect(answers).toEqual([[false, expect.stringMatching(/starting again/)]]);
  expect((await gateway.closed).reason).toBe('closedThere');
});
